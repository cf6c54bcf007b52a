package io.rlmgateway.session;

import static io.rlmgateway.session.ScriptedRepls.finished;
import static io.rlmgateway.session.ScriptedRepls.printed;
import static io.rlmgateway.session.SessionFixture.cell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.access.Caller;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are lost in the middle of a session, and ask again. */
class ParkingTest {

    private final CountDownLatch busy = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicReference<FailureException> failure = new AtomicReference<>();
    private SessionFixture session;
    private RlmSessions sessions;

    @BeforeEach
    void open(@TempDir Path directory) {
        session = new SessionFixture(directory);
        sessions = session.sessions();
        session.models.turn(cell("work"), cell("end"));
        session.models.leaf(this::slow);
        session.repls.on("work", repl -> printed(String.valueOf(repl.call("llm_query", "prompt", "Who?"))));
        session.repls.on("end", repl -> finished("42"));
    }

    @AfterEach
    void close() {
        sessions.destroy();
    }

    private ModelReply slow(ModelRequest request) {
        busy.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ScriptedModels.reply(request, "Ann");
    }

    private Question again() {
        Question first = session.question("How many?");
        return new Question(
                new Question.Asked(SessionFixture.RUN, "request", true),
                first.caller(),
                first.model(),
                first.messages(),
                first.settings(),
                first.output());
    }

    /** A session whose client left while a sub-call was in flight, which has ended since. */
    private void leave() throws InterruptedException {
        Route.Rlm route = (Route.Rlm) sessions.route(session.question("How many?"));
        Thread running = Thread.startVirtualThread(() -> {
            try {
                sessions.answer(route, AnswerListener.NONE);
            } catch (FailureException e) {
                failure.set(e);
            }
        });
        busy.await();
        assertThat(sessions.leave(SessionFixture.RUN)).isTrue();
        released.countDown();
        running.join();
    }

    @Test
    void callInFlightIsRecordedAndNothingElseBegins() throws InterruptedException {
        leave();

        assertThat(failure.get()).hasMessageContaining("Send the request again");
        assertThat(session.trajectories.kinds())
                .containsExactly(
                        "Opened", "TurnAsked", "ModelReplied", "CellStarted", "SubCallAsked", "SubCallEnded");
        assertThat(session.repls.root().closed).isTrue();
    }

    @Test
    void requestThatIsSentAgainGoesOnAndPaysNothingTwice() throws InterruptedException {
        leave();

        Answer answer = sessions.answer((Route.Rlm) sessions.route(again()), AnswerListener.NONE);

        assertThat(answer.text()).isEqualTo("42");
        assertThat(answer.usage().turns()).isEqualTo(2);
        assertThat(answer.usage().subCalls()).isEqualTo(1);
        assertThat(session.models.requests(Purpose.LEAF)).hasSize(1);
        assertThat(session.models.requests(Purpose.ROOT)).hasSize(2);
        assertThat(session.trajectories.events(Event.Resumed.class)).hasSize(1);
        assertThat(session.trajectories.events(Event.Answered.class)).hasSize(1);
    }

    @Test
    void parkedRunCanBeCancelled() throws InterruptedException {
        leave();

        sessions.cancel(Caller.ANONYMOUS.tenant(), SessionFixture.RUN);

        assertThat(session.trajectories.recorded().getLast().event())
                .isEqualTo(new Event.Cancelled("The run was cancelled: it was cancelled through its route."));
    }

    @Test
    void runThatDoesNotRunHereCannotBeLeft() {
        assertThat(sessions.leave("run_other")).isFalse();
    }

    @Test
    void cellThatDoesSomethingElseNowEndsTheRun() throws InterruptedException {
        leave();
        session.repls.on(
                "work", repl -> printed(String.valueOf(repl.call("llm_query", "prompt", "Who else?"))));

        Route.Rlm route = (Route.Rlm) sessions.route(again());

        assertThatThrownBy(() -> sessions.answer(route, AnswerListener.NONE))
                .hasMessageContaining("it asked or ran something else");
        assertThat(session.models.requests(Purpose.LEAF)).hasSize(1);
        assertThat(List.copyOf(session.trajectories.events(Event.Failed.class))).hasSize(1);
    }
}
