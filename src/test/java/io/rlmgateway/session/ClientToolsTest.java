package io.rlmgateway.session;

import static io.rlmgateway.session.ScriptedRepls.finished;
import static io.rlmgateway.session.ScriptedRepls.printed;
import static io.rlmgateway.session.SessionFixture.cell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.access.Caller;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.session.Answer.Finish;
import io.rlmgateway.session.Question.Asked;
import io.rlmgateway.session.Question.ChatMessage;
import io.rlmgateway.session.Question.Output;
import io.rlmgateway.session.Question.Part;
import io.rlmgateway.session.Question.Role;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.Run;
import io.rlmgateway.trajectory.ToolEvent.SandboxFreed;
import io.rlmgateway.trajectory.ToolEvent.ToolReturned;
import io.rlmgateway.trajectory.ToolEvent.ToolsAwaited;
import io.rlmgateway.trajectory.Trajectory;
import io.rlmgateway.upstream.Content;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.TokenUsage;
import io.rlmgateway.upstream.Tools;
import io.rlmgateway.upstream.Tools.Choice;
import io.rlmgateway.upstream.Tools.Tool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tools of the client in sessions: calls end an answer, their results resume the session. */
@Timeout(60)
class ClientToolsTest {

    private static final Tool WEATHER = new Tool(
            "get-weather",
            "The weather of a city.",
            Map.of(
                    "type",
                    "object",
                    "properties",
                    Map.of("city", Map.of("type", "string", "minLength", 2)),
                    "required",
                    List.of("city")),
            null);

    private final List<ChatMessage> messages = new ArrayList<>();
    private SessionFixture session;
    private RlmSessions sessions;
    private int requests;

    @BeforeEach
    void open(@TempDir Path directory) {
        session = new SessionFixture(directory);
        offer(new Choice.Auto(), null);
        sessions = session.sessions();
        session.models.leaf(request -> ScriptedModels.reply(request, "a leaf"));
        session.repls
                .on("one", repl -> printed("It is " + weather(repl, "Rome")))
                .on("two", repl -> printed(String.join(" and ", both(repl))))
                .on("then", repl -> printed(weather(repl, "Rome") + " then " + weather(repl, "Oslo")))
                .on("leaf", repl -> printed(String.valueOf(repl.call("llm_query", "prompt", "Who?"))))
                .on("end", repl -> finished("Fine."));
    }

    @AfterEach
    void close() {
        sessions.destroy();
    }

    private void offer(Choice choice, @Nullable Boolean parallel) {
        session.output = Output.DEFAULT.with(new Tools(List.of(WEATHER), choice, parallel));
    }

    private static String weather(ScriptedRepl repl, String city) {
        return String.valueOf(repl.call("get_weather", "city", city));
    }

    /** Two threads of Python, whose calls have their numbers whenever they run. */
    private static List<String> both(ScriptedRepl repl) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<String> results = new ArrayList<>();
            for (Future<String> result :
                    threads.invokeAll(repl.starts("get_weather", List.of("Rome", "Oslo"), "city"))) {
                results.add(result.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Question question() {
        String run = requests++ == 0 ? SessionFixture.RUN : "run_other" + requests;
        return new Question(Asked.once(run), Caller.ANONYMOUS, "rlm", messages, session.settings, session.output);
    }

    private Answer answer(Question question) {
        return switch (sessions.route(question)) {
            case Route.Rlm route -> sessions.answer(route, AnswerListener.NONE);
            case Route.Answered(Answer answer, var _) -> answer;
            case Route.Direct _ -> throw new AssertionError("direct");
        };
    }

    /** Asks, and takes the calls of the answer into the conversation. */
    private Answer ask(String... turns) {
        session.models.turn(turns);
        messages.add(new ChatMessage(Role.USER, List.of(new Part.Text("How is it?"))));
        return taken(answer(question()));
    }

    private Answer taken(Answer answer) {
        List<Part> parts = new ArrayList<>();
        if (!answer.text().isEmpty()) {
            parts.add(new Part.Text(answer.text()));
        }
        answer.toolCalls().forEach(call -> parts.add(new Part.ToolCall(call.id(), call.name(), call.arguments())));
        messages.add(new ChatMessage(Role.ASSISTANT, parts));
        return answer;
    }

    private void bring(Answer answer, String... results) {
        for (int i = 0; i < results.length; i++) {
            Content.ToolCall call = answer.toolCalls().get(i);
            messages.add(new ChatMessage(Role.TOOL, List.of(new Part.ToolResult(call.id(), call.name(), results[i]))));
        }
    }

    private Answer goOn(Answer answer, String... results) {
        bring(answer, results);
        return taken(answer(sessions.resuming(question())));
    }

    /** The service is started again. */
    private void restart() {
        sessions.destroy();
        sessions = session.sessions();
    }

    private String shown() {
        return session.models.requests(Purpose.ROOT).getLast().messages().stream()
                .map(Message::text)
                .collect(Collectors.joining("\n"));
    }

    private Trajectory journal() {
        return Objects.requireNonNull(session.trajectories.reopen(Caller.ANONYMOUS.tenant(), SessionFixture.RUN));
    }

    private Run run() {
        return session.trajectories.find(Caller.ANONYMOUS.tenant(), SessionFixture.RUN);
    }

    @Test
    void callEndsTheAnswerAndItsResultResumesTheSession() {
        Answer calls = ask(cell("one"), cell("end"));

        assertThat(calls.finish()).isEqualTo(Finish.TOOL_CALLS);
        assertThat(calls.text()).isEmpty();
        assertThat(calls.toolCalls())
                .containsExactly(new Content.ToolCall("call_test_1_1", "get-weather", "{\"city\":\"Rome\"}"));
        assertThat(run().status()).isEqualTo(Run.Status.WAITING);

        Answer end = goOn(calls, "sunny");

        assertThat(end.text()).isEqualTo("Fine.");
        assertThat(shown()).contains("It is sunny");
        assertThat(session.repls.opened).hasSize(1);
        assertThat(run().status()).isEqualTo(Run.Status.ANSWERED);
    }

    @Test
    void functionIsNamedInTheSystemPrompt() {
        ask(cell("one"));

        assertThat(session.models
                        .requests(Purpose.ROOT)
                        .getFirst()
                        .messages()
                        .getFirst()
                        .text())
                .contains("`get_weather(city: str) -> str`: The weather of a city.");
    }

    @Test
    void afterARestartTheSessionIsBuiltAgainAndNothingIsPaidTwice() {
        Answer calls = ask(cell("leaf") + "\n" + cell("one"), cell("end"));
        restart();

        Answer end = goOn(calls, "sunny");

        assertThat(end.text()).isEqualTo("Fine.");
        assertThat(shown()).contains("It is sunny");
        assertThat(session.repls.opened).hasSize(2);
        assertThat(session.models.requests(Purpose.ROOT)).hasSize(2);
        assertThat(session.models.requests(Purpose.LEAF)).hasSize(1);
    }

    @Test
    void sandboxIsFreedWhenThereAreTooManyAndTheRunGoesOnFromItsJournal() {
        session.tools = new ToolProperties(Duration.ofMinutes(5), 0, 1_000_000, Duration.ofMillis(1));
        restart();
        Answer calls = ask(cell("one"), cell("end"));

        Answer end = goOn(calls, "sunny");

        assertThat(end.text()).isEqualTo("Fine.");
        assertThat(session.repls.opened).hasSize(2);
        assertThat(session.repls.opened).allMatch(repl -> repl.closed);
        assertThat(session.trajectories.events(SandboxFreed.class)).hasSize(1);
    }

    @Test
    void callsOfSeveralThreadsAreToldAndResumedAll() {
        Answer answer = ask(cell("two"), cell("end"));
        // a thread that has not come to its call when the first is told has it told with the next answer
        while (answer.finish() == Finish.TOOL_CALLS) {
            answer = goOn(
                    answer,
                    answer.toolCalls().stream()
                            .map(call -> call.arguments().contains("Rome") ? "sunny" : "snow")
                            .toArray(String[]::new));
        }

        assertThat(answer.text()).isEqualTo("Fine.");
        assertThat(shown()).contains("sunny and snow");
    }

    @Test
    void callsAreToldOneAtATimeWhereTheClientWantsThat() {
        offer(new Choice.Auto(), false);
        Answer first = ask(cell("two"), cell("end"));
        Answer second = goOn(first, "sunny");
        Answer end = goOn(second, "snow");

        assertThat(first.toolCalls()).hasSize(1);
        assertThat(second.toolCalls()).hasSize(1).isNotEqualTo(first.toolCalls());
        assertThat(end.text()).isEqualTo("Fine.");
        assertThat(shown()).contains("sunny").contains("snow");
    }

    @Test
    void eachAnswerTellsWhatItUsedItself() {
        Answer first = ask(cell("leaf") + "\n" + cell("then"), cell("end"));
        Answer second = goOn(first, "sunny");
        restart();
        Answer end = goOn(second, "snow");

        assertThat(first.usage().turns()).isEqualTo(1);
        assertThat(first.usage().subCalls()).isEqualTo(1);
        assertThat(second.usage().tokens().total()).isZero();
        assertThat(end.usage().turns()).isEqualTo(1);
        TokenUsage told = first.usage()
                .tokens()
                .plus(second.usage().tokens())
                .plus(end.usage().tokens());
        assertThat(told).isEqualTo(used());
    }

    private TokenUsage used() {
        return EarlierSpending.of(session.trajectories.of(SessionFixture.RUN)).models().values().stream()
                .reduce(TokenUsage.NONE, TokenUsage::plus);
    }

    @Test
    void sameResultsBroughtAgainGetTheSameAnswer() {
        Answer first = ask(cell("then"), cell("end"));
        Answer second = goOn(first, "sunny");
        messages.removeLast();

        Answer again = answer(sessions.resuming(question()));

        assertThat(again).isEqualTo(second.again());
        messages.add(new ChatMessage(
                Role.ASSISTANT,
                second.toolCalls().stream()
                        .<Part>map(call -> new Part.ToolCall(call.id(), call.name(), call.arguments()))
                        .toList()));
        Answer end = goOn(second, "snow");
        messages.removeLast();
        assertThat(answer(sessions.resuming(question())).text()).isEqualTo(end.text());
        assertThat(session.models.requests(Purpose.ROOT)).hasSize(2);
    }

    @Test
    void missingResultIsRefused() {
        Answer calls = ask(cell("one"), cell("end"));
        String other = new ToolCallId(SessionFixture.RUN, new Event.CallId(1, 2, 0)).text();
        journal()
                .record(0, new ToolsAwaited(List.of(calls.toolCalls().getFirst().id(), other)));
        bring(calls, "sunny");

        assertThatThrownBy(() -> sessions.resuming(question()))
                .isInstanceOfSatisfying(
                        FailureException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.InvalidRequest.class))
                .hasMessageContaining(other);
    }

    @Test
    void resultsOfNoRunAreMessages() {
        messages.add(new ChatMessage(Role.USER, List.of(new Part.Text("How is it?"))));
        messages.add(new ChatMessage(Role.ASSISTANT, List.of(new Part.ToolCall("call_x_1_1", "f", "{}"))));
        messages.add(new ChatMessage(Role.TOOL, List.of(new Part.ToolResult("call_x_1_1", "f", "sunny"))));
        Question question = question();

        assertThat(sessions.resuming(question)).isSameAs(question);
        session.models.turn(cell("end"));
        assertThat(answer(question).text()).isEqualTo("Fine.");
        assertThat(shown()).contains("[result of f]").contains("sunny");
    }

    @Test
    void resultsOfAnotherTenantsRunAreMessages() {
        Answer calls = ask(cell("one"), cell("end"));
        bring(calls, "sunny");
        Question own = question();
        Question foreign = new Question(
                own.asked(), new Caller("other", "other"), own.model(), own.messages(), own.settings(), own.output());

        assertThat(sessions.resuming(foreign)).isSameAs(foreign);
    }

    @Test
    void expiredRunIsAConversationLikeOthers() {
        Answer calls = ask(cell("one"), cell("end"), cell("end"));
        sessions.destroy();
        journal().record(0, new Event.Abandoned("the results of its tool calls did not come in time"));
        sessions = session.sessions();

        Answer end = goOn(calls, "sunny");

        assertThat(end.text()).isEqualTo("Fine.");
        assertThat(session.trajectories.events(ToolReturned.class)).isEmpty();
    }

    @Test
    void cancelledRunSaysSo() {
        Answer calls = ask(cell("one"), cell("end"));
        sessions.cancel(Caller.ANONYMOUS.tenant(), SessionFixture.RUN);
        RunEndWait.atMost(Duration.ofSeconds(30))
                .await(session.trajectories, Caller.ANONYMOUS.tenant(), SessionFixture.RUN);
        bring(calls, "sunny");

        assertThatThrownBy(() -> answer(sessions.resuming(question())))
                .isInstanceOfSatisfying(
                        FailureException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.RunCancelled.class));
    }

    @Test
    void oldClientsResultIsFoundByItsConversation() {
        offer(new Choice.Auto(), false);
        Answer calls = ask(cell("one"), cell("end"));
        messages.removeLast();
        Content.ToolCall call = calls.toolCalls().getFirst();
        messages.add(new ChatMessage(Role.ASSISTANT, List.of(new Part.ToolCall("", call.name(), call.arguments()))));
        messages.add(new ChatMessage(Role.TOOL, List.of(new Part.ToolResult("", call.name(), "sunny"))));

        assertThat(answer(sessions.resuming(question())).text()).isEqualTo("Fine.");
        assertThat(shown()).contains("It is sunny");
    }

    @Test
    void answerWithoutTheDemandedCallIsSentBackOnce() {
        offer(new Choice.Required(), null);
        Answer end = ask(cell("end"), cell("end"));

        assertThat(end.text()).isEqualTo("Fine.");
        assertThat(shown()).contains("the client demands a call");
    }

    @Test
    void withoutChoiceThereIsNoFunction() {
        offer(new Choice.None(), null);

        assertThat(ask(cell("end")).text()).isEqualTo("Fine.");
        assertThat(session.repls.root().setup.functions())
                .noneMatch(function -> function.signature().startsWith("get_weather"));
    }

    @Test
    void wrongArgumentsAreMistakesOfTheCell() {
        session.repls.on("wrong", repl -> {
            assertThatThrownBy(() -> repl.call("get_weather", "city", 3L))
                    .isInstanceOf(PythonException.class)
                    .hasMessageContaining("city must be str, not int");
            assertThatThrownBy(() -> repl.call("get_weather", "city", "R"))
                    .isInstanceOf(PythonException.class)
                    .hasMessageContaining("do not match its schema");
            return finished("Fine.");
        });

        assertThat(ask(cell("wrong")).text()).isEqualTo("Fine.");
    }

    @Test
    void followUpFindsWhatCellsMadeOfResults() {
        Answer calls = ask(cell("one"), cell("end"));
        goOn(calls, "sunny");
        restart();
        session.output = Output.DEFAULT;

        Answer next = ask(cell("end"));

        assertThat(next.text()).isEqualTo("Fine.");
        assertThat(session.repls.opened.getLast().executed).startsWith("one", "end");
        assertThat(session.trajectories.kinds()).doesNotContain("StartedAfresh");
    }

    private Answer paidBy(Paid purse, Question question) {
        return sessions.answer((Route.Rlm) sessions.route(question), purse);
    }

    @Test
    void requestThatWaitsPaysForWhatIsUsed() {
        Paid first = new Paid();
        session.models.turn(cell("leaf") + "\n" + cell("one"), cell("end"));
        messages.add(new ChatMessage(Role.USER, List.of(new Part.Text("How is it?"))));
        Answer calls = taken(paidBy(first, question()));

        assertThat(first.settled()).isEqualTo(calls.usage().tokens().total()).isPositive();

        Paid second = new Paid();
        bring(calls, "sunny");
        Answer end = paidBy(second, sessions.resuming(question()));

        assertThat(second.settled()).isEqualTo(end.usage().tokens().total()).isPositive();
        assertThat(first.settled()).isEqualTo(calls.usage().tokens().total());
    }

    @Test
    void requestPaysForASessionThatWasBuiltAgain() {
        Answer calls = ask(cell("leaf") + "\n" + cell("one"), cell("end"));
        restart();
        Paid second = new Paid();
        bring(calls, "sunny");

        Answer end = paidBy(second, sessions.resuming(question()));

        assertThat(second.settled()).isEqualTo(end.usage().tokens().total()).isPositive();
    }

    @Test
    void keptSandboxesAreFreedForWhoHasNone() {
        Answer calls = ask(cell("one"));
        session.models.turn(cell("refused")).turn(cell("end"));
        session.repls.full = true;

        List<ChatMessage> other = List.of(new ChatMessage(Role.USER, List.of(new Part.Text("Who?"))));
        Question refused = new Question(
                Asked.once("run_refused"), Caller.ANONYMOUS, "rlm", other, session.settings, session.output);
        assertThatThrownBy(() -> answer(refused))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.SandboxUnavailable.class));

        session.repls.full = false;
        assertThat(goOn(calls, "sunny").text()).isEqualTo("Fine.");
        assertThat(session.repls.opened).hasSize(2);
        assertThat(session.trajectories.events(SandboxFreed.class)).hasSize(1);
    }

    @Test
    void sessionWhoseRequestFailsWhileItWaitsIsNotKept() {
        session.trajectories.reading = run -> {
            if (run().status() == Run.Status.WAITING) {
                throw new IllegalStateException("the journal cannot be read");
            }
        };
        assertThatThrownBy(() -> ask(cell("one"), cell("end"))).hasMessageContaining("cannot be read");
        session.trajectories.reading = run -> {};

        messages.add(new ChatMessage(
                Role.ASSISTANT, List.of(new Part.ToolCall("call_test_1_1", "get-weather", "{\"city\":\"Rome\"}"))));
        messages.add(new ChatMessage(Role.TOOL, List.of(new Part.ToolResult("call_test_1_1", "get-weather", "sunny"))));
        assertThat(answer(sessions.resuming(question())).text()).isEqualTo("Fine.");
        assertThat(session.repls.opened).hasSize(2);
    }
}
