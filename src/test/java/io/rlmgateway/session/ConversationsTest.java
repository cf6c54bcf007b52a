package io.rlmgateway.session;

import static io.rlmgateway.session.ScriptedRepls.finished;
import static io.rlmgateway.session.ScriptedRepls.printed;
import static io.rlmgateway.session.SessionFixture.cell;
import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.access.Caller;
import io.rlmgateway.document.DocumentText;
import io.rlmgateway.session.Question.ChatMessage;
import io.rlmgateway.session.Question.Continuing;
import io.rlmgateway.session.Question.Mode;
import io.rlmgateway.session.Question.Part;
import io.rlmgateway.session.Question.Role;
import io.rlmgateway.session.Question.Settings;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.trajectory.ReplayEvent;
import io.rlmgateway.trajectory.Run;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests that follow on earlier ones of their conversation. */
@Timeout(60)
class ConversationsTest {

    @TempDir
    Path directory;

    private SessionFixture session;
    private final List<ChatMessage> messages = new ArrayList<>();

    @BeforeEach
    void open() {
        session = new SessionFixture(directory);
        session.models.leaf(request -> ScriptedModels.reply(request, "a leaf"));
        session.repls
                .on("count", repl -> printed(String.valueOf(repl.call("llm_query", "prompt", "How many?"))))
                .on("search", repl -> printed(String.valueOf(repl.call("search", "query", "apple", "k", 3L))))
                .on("first", repl -> finished("One."))
                .on("second", repl -> finished("Two."))
                .on("third", repl -> finished("Three."));
    }

    private static ChatMessage message(Role role, String text) {
        return new ChatMessage(role, List.of(new Part.Text(text)));
    }

    private Question question(String run, boolean again) {
        return new Question(
                new Question.Asked(run, "request of " + run, again),
                Caller.ANONYMOUS,
                "rlm",
                messages,
                session.settings,
                session.output);
    }

    /** Asks the next question of the conversation, and takes the answer into it. */
    private String ask(String run, String question) {
        messages.add(message(Role.USER, question));
        RlmSessions sessions = session.sessions();
        try {
            String answer = sessions.answer((Route.Rlm) sessions.route(question(run, false)), session.progress::add)
                    .text();
            messages.add(message(Role.ASSISTANT, answer));
            return answer;
        } finally {
            sessions.destroy();
        }
    }

    private Settings settings(Continuing continuing) {
        return new Settings(
                Mode.RLM,
                session.settings.subModel(),
                session.settings.documents(),
                session.settings.limits(),
                null,
                continuing);
    }

    /** What the root model was shown when it was asked for the first turn of the last run. */
    private String shown() {
        return session.models.requests(Purpose.ROOT).getLast().messages().stream()
                .map(Message::text)
                .collect(Collectors.joining("\n"));
    }

    private List<String> executed() {
        return session.repls.opened.getLast().executed;
    }

    private void firstRequest() {
        session.models.turn(cell("count"), cell("first"));
        assertThat(ask("run_a", "What?")).isEqualTo("One.");
    }

    @Nullable
    private String lost(String run) {
        return session.trajectories.of(run).stream()
                .map(RecordedEvent::event)
                .filter(ReplayEvent.StartedAfresh.class::isInstance)
                .map(event -> ((ReplayEvent.StartedAfresh) event).reason())
                .findFirst()
                .orElse(null);
    }

    @Test
    void laterRequestFindsPythonAsTheEarlierOneLeftItAndPaysNothingForIt() {
        firstRequest();
        session.models.turn(cell("second"));

        assertThat(ask("run_b", "And then?")).isEqualTo("Two.");

        assertThat(executed()).containsExactly("count", "first", EarlierCells.NEXT_REQUEST, "second");
        assertThat(session.models.requests(Purpose.LEAF)).hasSize(1);
        assertThat(shown())
                .contains("earlier requests of this conversation left it", "x: int = 1", "> What?", "> One.");
        assertThat(session.trajectories.of("run_b"))
                .extracting(RecordedEvent::event)
                .contains(new ReplayEvent.Continued("run_a", 0))
                .noneMatch(Event.SubCallAsked.class::isInstance);
    }

    @Test
    void theBudgetIsThatOfTheRequest() {
        firstRequest();
        session.models.turn(cell("second"));
        messages.add(message(Role.USER, "And then?"));
        RlmSessions sessions = session.sessions();

        Answer answer = sessions.answer((Route.Rlm) sessions.route(question("run_b", false)), line -> {});

        sessions.destroy();
        assertThat(answer.usage().turns()).isEqualTo(1);
        assertThat(answer.usage().subCalls()).isZero();
    }

    @Test
    void pythonIsToldWhatEachRequestBroughtAndSaid() {
        firstRequest();
        session.models.turn(cell("second"), cell("third"));
        ask("run_b", "And then?");
        ask("run_c", "And now?");

        assertThat(executed())
                .containsExactly(
                        "count", "first", EarlierCells.NEXT_REQUEST, "second", EarlierCells.NEXT_REQUEST, "third");
        Map<String, Object> variables = session.repls.opened.getLast().setup.variables();
        assertThat((List<?>) variables.get("history")).hasSize(4);
        assertThat((List<?>) variables.get("__requests__"))
                .extracting(
                        request -> ((Map<?, ?>) request).get("history") + " " + ((Map<?, ?>) request).get("context"))
                .containsExactly("0 What?", "2 And then?", "4 And now?");
    }

    @Test
    void identicalSubCallTakesTheAnswerOfTheEarlierRequest() {
        firstRequest();
        session.models.turn(cell("count"), cell("second"));

        ask("run_b", "And then?");

        assertThat(session.models.requests(Purpose.LEAF)).hasSize(1);
        assertThat(session.trajectories.events(Event.SubCallReused.class)).hasSize(1);
    }

    @Test
    void aFileThatIsNamedAgainIsTheSameDocumentAndANewOneComesAfterIt() {
        DocumentText apples = session.documents.add("apples.txt", "an apple a day");
        DocumentText pears = session.documents.add("pears.txt", "a pear and an apple");
        session.settings = new Settings(Mode.RLM, null, List.of(apples.id()), Map.of());
        session.models.turn(cell("search"), cell("first"));
        ask("run_a", "What?");
        session.settings = new Settings(Mode.RLM, null, List.of(apples.id(), pears.id()), Map.of());
        session.models.turn(cell("search"), cell("second"));

        ask("run_b", "And then?");

        assertThat(session.repls.opened.getLast().setup.documents())
                .extracting(document -> document.id())
                .containsExactly(apples.id(), pears.id());
        // run again, the first search sees what it saw; the new one sees both
        assertThat(session.trajectories.events(Event.FunctionCalled.class))
                .extracting(called -> String.valueOf(called.result()).split("\"document\"").length - 1)
                .containsExactly(1, 2);
    }

    @Test
    void aDocumentThatIsNotNamedAnyMoreIsThereForTheEarlierCellsOnly() {
        DocumentText apples = session.documents.add("apples.txt", "an apple a day");
        session.settings = new Settings(Mode.RLM, null, List.of(apples.id()), Map.of());
        session.models.turn(cell("search"), cell("first"));
        ask("run_a", "What?");
        session.settings = new Settings(Mode.RLM, null, List.of(), Map.of());
        session.models.turn(cell("second"));

        ask("run_b", "And then?");

        assertThat((List<?>) session.repls.opened.getLast().setup.variables().get("__requests__"))
                .extracting(request -> String.valueOf(((Map<?, ?>) request).get("documents")))
                .containsExactly("[0]", "[]");
        assertThat(lost("run_b")).isNull();
    }

    @Test
    void aRequestThatWantsNewPythonGetsIt() {
        firstRequest();
        session.settings = settings(Continuing.NEW);
        session.models.turn(cell("second"));

        ask("run_b", "And then?");

        assertThat(executed()).containsExactly("second");
        assertThat(shown()).doesNotContain("earlier requests");
    }

    @Test
    void whereItIsOffARequestCanAskForIt() {
        session.conversations = new ConversationProperties(false, 20, 200, Duration.ofSeconds(30));
        firstRequest();
        session.models.turn(cell("second"), cell("third"));
        ask("run_b", "And then?");
        assertThat(executed()).containsExactly("second");

        session.settings = settings(Continuing.CONTINUE);
        ask("run_c", "And now?");

        assertThat(executed()).containsExactly("second", EarlierCells.NEXT_REQUEST, "third");
    }

    @Test
    void anotherAnswerThanTheOneThatWasGivenIsAnotherConversation() {
        firstRequest();
        messages.set(1, message(Role.ASSISTANT, "None."));
        session.models.turn(cell("second"));

        ask("run_b", "And then?");

        assertThat(executed()).containsExactly("second");
    }

    @Test
    void anAnswerOfNoRunIsPassedOver() {
        firstRequest();
        messages.add(message(Role.USER, "Thanks."));
        messages.add(message(Role.ASSISTANT, "You are welcome."));
        session.models.turn(cell("second"));

        ask("run_b", "And then?");

        assertThat(executed()).containsExactly("count", "first", EarlierCells.NEXT_REQUEST, "second");
    }

    @Test
    void whatIsTooMuchToRunAgainIsLostAndTheModelIsTold() {
        session.conversations = new ConversationProperties(true, 20, 1, Duration.ofSeconds(30));
        firstRequest();
        session.models.turn(cell("second"));

        ask("run_b", "And then?");

        assertThat(executed()).containsExactly("second");
        assertThat(lost("run_b")).contains("more than 1 cells");
        assertThat(shown()).contains("variables of the conversation's earlier requests are gone");
    }

    @Test
    void cellsThatDoSomethingElseThanBeforeAreLostAndTheModelIsTold() {
        firstRequest();
        session.repls.on("count", repl -> printed(String.valueOf(repl.call("llm_query", "prompt", "How few?"))));
        session.models.turn(cell("second"));

        assertThat(ask("run_b", "And then?")).isEqualTo("Two.");

        assertThat(executed()).containsExactly("second");
        assertThat(session.repls.opened.get(1).closed).isTrue();
        assertThat(lost("run_b")).contains("did not do what they had done");
        assertThat(shown()).contains("variables of the conversation's earlier requests are gone");
        assertThat(session.models.requests(Purpose.LEAF)).hasSize(1);
    }

    @Test
    void anotherDepthBeginsAnew() {
        firstRequest();
        session.depth(2);
        session.models.turn(cell("second"));

        ask("run_b", "And then?");

        assertThat(executed()).containsExactly("second");
        assertThat(lost("run_b")).contains("another depth");
    }

    @Test
    void aDeletedRunIsNoEarlierRequest() {
        firstRequest();
        session.trajectories.delete(Caller.ANONYMOUS.tenant(), "run_a");
        session.models.turn(cell("second"));

        ask("run_b", "And then?");

        assertThat(executed()).containsExactly("second");
    }

    @Test
    void childrenOfEarlierRequestsKeepTheirNumbers() {
        session.depth(2);
        session.limits = new SessionProperties.SessionLimits(5, 2, 20, 900_000, 5, Duration.ofMinutes(10), 3, 64);
        session.repls
                .on(
                        "child",
                        repl -> printed(String.valueOf(repl.call("rlm_query", "prompt", "Child?", "context", "c"))))
                .on(
                        "other",
                        repl -> printed(String.valueOf(repl.call("rlm_query", "prompt", "Other?", "context", "o"))))
                .on("done", repl -> finished("done"));
        session.models.turn(cell("child"), cell("done"), cell("first"));
        ask("run_a", "What?");
        session.models.turn(cell("other"), cell("done"), cell("second"));

        assertThat(ask("run_b", "And then?")).isEqualTo("Two.");

        assertThat(session.trajectories.of("run_b").stream()
                        .map(RecordedEvent::session)
                        .distinct())
                .containsExactly(0, 2);
    }

    @Test
    void theFollowUpOfASessionIsASessionHoweverShortItIs() {
        firstRequest();
        messages.add(message(Role.USER, "And then?"));
        session.settings = Settings.DEFAULT;
        RlmSessions sessions = session.sessions();

        Route route = sessions.route(question("run_b", false));

        sessions.destroy();
        assertThat(route).isInstanceOf(Route.Rlm.class);
        assertThat(route.reason()).startsWith("follow-up: ");
    }

    @Test
    void aRequestThatWasBrokenOffBehindAnyStepGoesOnInItsConversation() {
        firstRequest();
        session.models.turn(cell("count2"), cell("second"));
        session.repls.on("count2", repl -> printed(String.valueOf(repl.call("llm_query", "prompt", "And how many?"))));
        ask("run_b", "And then?");
        messages.removeLast();
        List<RecordedEvent> first = session.trajectories.of("run_a");
        List<RecordedEvent> whole = session.trajectories.of("run_b");
        // before the first step the run does not know what it follows on
        for (int kept = 1; kept < whole.size(); kept++) {
            goOn(first, whole.subList(0, kept));
        }
    }

    private void goOn(List<RecordedEvent> first, List<RecordedEvent> kept) {
        SessionFixture again = new SessionFixture(directory);
        again.models.leaf(request -> ScriptedModels.reply(request, "a leaf"));
        long replied = kept.stream()
                .filter(event -> event.event() instanceof Event.ModelReplied)
                .count();
        List.of(cell("count2"), cell("second")).stream().skip(replied).forEach(again.models::turn);
        again.repls
                .on("count", repl -> printed(String.valueOf(repl.call("llm_query", "prompt", "How many?"))))
                .on("count2", repl -> printed(String.valueOf(repl.call("llm_query", "prompt", "And how many?"))))
                .on("first", repl -> finished("One."))
                .on("second", repl -> finished("Two."));
        again.trajectories = MemoryTrajectories.after(run("run_a", Instant.EPOCH), first);
        again.trajectories.and(run("run_b", null), kept);
        RlmSessions sessions = again.sessions();
        Answer answer = sessions.answer((Route.Rlm) sessions.route(question("run_b", true)), line -> {});
        sessions.destroy();
        assertThat(answer.text()).as(kept.toString()).isEqualTo("Two.");
        assertThat(again.repls.opened.getLast().executed)
                .containsExactly("count", "first", EarlierCells.NEXT_REQUEST, "count2", "second");
        boolean paid = kept.stream().anyMatch(event -> event.event() instanceof Event.SubCallEnded);
        assertThat(again.models.requests(Purpose.LEAF)).hasSize(paid ? 0 : 1);
    }

    private static Run run(String id, @Nullable Instant ended) {
        return new Run(
                id,
                Caller.ANONYMOUS.tenant(),
                "rlm",
                Instant.EPOCH,
                ended,
                ended == null ? Run.Status.RUNNING : Run.Status.ANSWERED);
    }
}
