package io.rlmgateway.session;

import static io.rlmgateway.session.SessionFixture.cell;
import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.session.Answer.Finish;
import io.rlmgateway.session.Question.Settings;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ClientDeadlineTest {

    private SessionFixture session;

    @BeforeEach
    void open(@TempDir Path directory) {
        session = new SessionFixture(directory);
    }

    private void deadlineIn(Duration time) {
        session.deadline = ClientDeadline.after(System.nanoTime(), time);
    }

    @Test
    void aCellThatRunsWhenTheClientIsAboutToHangUpIsStoppedAndTheQuestionClosed() {
        deadlineIn(Duration.ofMillis(800));
        session.models.turn(cell("loop"));
        session.repls.on("loop", ScriptedRepl::untilStopped);

        Answer answer = session.ask("How many?");

        assertThat(answer.text()).isEqualTo("the closing answer");
        assertThat(answer.finish()).isEqualTo(Finish.LENGTH);
        assertThat(answer.usage().stopped()).isEqualTo("client_deadline");
        assertThat(session.trajectories.events(Event.Answered.class))
                .containsExactly(new Event.Answered("the closing answer", "client_deadline"));
        assertThat(session.models.requests(Purpose.CLOSING)).singleElement().satisfies(closing -> {
            assertThat(closing.messages().getLast().text()).contains("limit reached: client_deadline");
            assertThat(closing.options().timeout()).isPositive().isLessThan(Duration.ofMillis(800));
        });
    }

    @Test
    void aTurnThatTheClientDoesNotWaitForIsClosedToo() {
        deadlineIn(Duration.ofMillis(400));
        session.models.turn(ClientDeadlineTest::timeOut);

        assertThat(session.ask("How many?").usage().stopped()).isEqualTo("client_deadline");
    }

    @Test
    void aChildSessionEndsInTimeForItsParentToAnswer() {
        deadlineIn(Duration.ofMillis(800));
        session.depth(2);
        session.models.turn(cell("ask"), cell("loop"));
        session.repls.on("ask", repl -> {
            try {
                return ScriptedRepls.printed(String.valueOf(repl.call("rlm_query", "prompt", "?")));
            } catch (PythonException e) {
                return ScriptedRepls.failed(String.valueOf(e.getMessage()));
            }
        });
        session.repls.on("loop", ScriptedRepl::untilStopped);

        Answer answer = session.ask("How many?");

        assertThat(answer.text()).isEqualTo("the closing answer");
        assertThat(answer.usage().stopped()).isEqualTo("client_deadline");
    }

    @Test
    void whatWasWrittenOfTheClosingAnswerIsTheAnswerWhenTheTimeIsOver() {
        deadlineIn(Duration.ofMillis(400));
        session.models.turn(ClientDeadlineTest::timeOut);
        session.models.streamedClosing((request, pieces) -> {
            pieces.accept("At least seven, ");
            return timeOut(request);
        });

        Answer answer = session.ask("How many?");

        assertThat(answer.text()).isEqualTo("At least seven, ");
        assertThat(answer.usage().stopped()).isEqualTo("client_deadline");
        assertThat(answer.usage().tokens().estimated()).isTrue();
    }

    @Test
    void theWallTimeIsToldWhereItIsTheShorterOne() {
        deadlineIn(Duration.ofMinutes(5));
        session.limits(Map.of("wall_time", 0.4));
        session.models.turn(ClientDeadlineTest::timeOut);

        assertThat(session.ask("How many?").usage().stopped()).isEqualTo("wall_time");
    }

    @Test
    void theModelSeesTheClientsTimeAsWhatIsLeft() {
        deadlineIn(Duration.ofSeconds(50));
        session.models.turn(cell("a"), "FINAL(done)");

        session.ask("How many?");

        String shown = session.models
                .requests(Purpose.ROOT)
                .getLast()
                .messages()
                .getLast()
                .text();
        int seconds = Integer.parseInt(shown.replaceAll("(?s).*, (\\d+) seconds].*", "$1"));
        assertThat(seconds).isLessThanOrEqualTo(40);
    }

    @Test
    void aDirectAnswerIsAskedForWithinTheClientsTime() {
        deadlineIn(Duration.ofSeconds(50));
        session.settings = new Settings(Question.Mode.DIRECT, null, List.of(), Map.of());

        Route.Direct route = (Route.Direct) session.routing().route(session.question("How many?"));

        assertThat(route.prompt().request().options().timeout()).isPositive().isLessThan(Duration.ofSeconds(50));
    }

    private static ModelReply timeOut(ModelRequest request) {
        SessionFixture.awaitElapsed(request.options().timeout());
        throw new FailureException(new Failure.UpstreamTimedOut("no reply in time"));
    }
}
