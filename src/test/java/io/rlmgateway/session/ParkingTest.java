package io.rlmgateway.session;

import static io.rlmgateway.session.ScriptedRepls.finished;
import static io.rlmgateway.session.ScriptedRepls.printed;
import static io.rlmgateway.session.SessionFixture.cell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.access.Caller;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.session.Question.Repeat;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.ReplayEvent;
import io.rlmgateway.trajectory.Trajectory;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are lost in the middle of a session, and ask again. */
@Timeout(60)
class ParkingTest {

    private final CountDownLatch busy = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicReference<FailureException> failure = new AtomicReference<>();
    private SessionFixture session;
    private RlmSessions sessions;
    private Question.Asked asked = Question.Asked.once(SessionFixture.RUN);

    @BeforeEach
    void open(@TempDir Path directory) {
        session = new SessionFixture(directory);
        sessions = session.sessions();
        session.models.leaf(this::slow);
        session.repls.on("work", repl -> printed(String.valueOf(repl.call("llm_query", "prompt", "Who?"))));
        session.repls.on("end", repl -> finished("42"));
    }

    @AfterEach
    void close() {
        sessions.destroy();
    }

    private ModelReply slow(ModelRequest request) {
        return slow(request, "Ann");
    }

    /** A reply that is on its way until the client has left. */
    private ModelReply slow(ModelRequest request, String text) {
        busy.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ScriptedModels.reply(request, text);
    }

    /** A session whose client leaves while a sub-call is in flight, which ends then. */
    private void leaveInASubCall() throws InterruptedException {
        session.models.turn(cell("work"), cell("end"));
        leave();
    }

    private void leave() throws InterruptedException {
        Thread running = ask();
        busy.await();
        assertThat(sessions.leave(asked)).isTrue();
        released.countDown();
        running.join();
    }

    private Thread ask() {
        Question question = session.question("How many?");
        asked = question.asked();
        Route.Rlm route = (Route.Rlm) sessions.route(question);
        return Thread.startVirtualThread(() -> {
            try {
                sessions.answer(route, AnswerListener.NONE);
            } catch (FailureException e) {
                failure.set(e);
            }
        });
    }

    private Answer askAgain() {
        return sessions.answer((Route.Rlm) sessions.route(session.again("How many?")), AnswerListener.NONE);
    }

    @Test
    void callInFlightIsRecordedAndNothingElseBegins() throws InterruptedException {
        leaveInASubCall();

        assertThat(failure.get()).hasMessageContaining("Send the request again");
        assertThat(session.trajectories.kinds())
                .containsExactly("Opened", "TurnAsked", "ModelReplied", "CellStarted", "SubCallAsked", "SubCallEnded");
        assertThat(session.repls.root().closed).isTrue();
    }

    @Test
    void requestThatIsSentAgainGoesOnAndPaysNothingTwice() throws InterruptedException {
        leaveInASubCall();

        Answer answer = askAgain();

        assertThat(answer.text()).isEqualTo("42");
        assertThat(answer.usage().turns()).isEqualTo(2);
        assertThat(answer.usage().subCalls()).isEqualTo(1);
        assertThat(session.models.requests(Purpose.LEAF)).hasSize(1);
        assertThat(session.models.requests(Purpose.ROOT)).hasSize(2);
        assertThat(session.trajectories.events(ReplayEvent.Resumed.class)).hasSize(1);
        assertThat(session.trajectories.events(Event.Answered.class)).hasSize(1);
    }

    @Test
    void parkedRunCanBeCancelled() throws InterruptedException {
        leaveInASubCall();

        sessions.cancel(Caller.ANONYMOUS.tenant(), SessionFixture.RUN);

        assertThat(session.trajectories.recorded().getLast().event())
                .isEqualTo(new Event.Cancelled("The run was cancelled: it was cancelled through its route."));
    }

    @Test
    void runThatAnEarlierProcessLeftCanBeCancelled() throws InterruptedException {
        leaveInASubCall();
        sessions.destroy();
        sessions = session.sessions();

        sessions.cancel(Caller.ANONYMOUS.tenant(), SessionFixture.RUN);

        assertThat(session.trajectories.events(Event.Cancelled.class)).hasSize(1);
    }

    @Test
    void sendingThatWaitedForTheRunGetsTheAnswerItCameTo() {
        session.models.turn("FINAL(42)");
        Route.Rlm first = (Route.Rlm) sessions.route(session.question("How many?"));
        Question again = session.again("How many?");
        session.trajectories.open(SessionFixture.RUN, Caller.ANONYMOUS.tenant(), "rlm", "request");
        Route.Rlm waited = (Route.Rlm) sessions.route(again);
        sessions.answer(first, AnswerListener.NONE);

        assertThat(sessions.answer(waited, AnswerListener.NONE).text()).isEqualTo("42");
        assertThat(session.models.requests(Purpose.ROOT)).hasSize(1);
    }

    @Test
    void failureThatPassesLosesNothingThatWasPaidFor() {
        session.models.leaf(request -> ScriptedModels.reply(request, "Ann"));
        session.models.turn(cell("work"));
        session.models.turn(request -> {
            throw new FailureException(new Failure.Overloaded("The upstream is busy.", Duration.ofSeconds(5)));
        });
        session.models.turn(cell("end"));

        assertThatThrownBy(() ->
                        sessions.answer((Route.Rlm) sessions.route(session.question("How many?")), AnswerListener.NONE))
                .hasMessage("The upstream is busy.");
        assertThat(session.trajectories.events(Event.Failed.class)).isEmpty();

        assertThat(askAgain().text()).isEqualTo("42");
        assertThat(session.models.requests(Purpose.LEAF)).hasSize(1);
    }

    @Test
    void runThatCannotBeOpenedAgainStaysParked() throws InterruptedException {
        leaveInASubCall();
        Route.Rlm route = (Route.Rlm) sessions.route(session.again("How many?"));
        session.trajectories.reading = run -> {
            throw new FailureException(new Failure.Internal("the journal cannot be read"));
        };
        assertThatThrownBy(() -> sessions.answer(route, AnswerListener.NONE)).hasMessage("the journal cannot be read");
        session.trajectories.reading = run -> {};
        session.trajectories.reopening = false;

        assertThat(askAgain().text()).isEqualTo("42");
    }

    @Test
    void runThatDoesNotRunHereCannotBeLeft() {
        assertThat(sessions.leave(Question.Asked.once("run_other"))).isFalse();
    }

    @Test
    void clientThatWaitsForTheRunOfAnotherSendingDoesNotBreakThatOff() throws InterruptedException {
        session.models.turn(cell("work"), cell("end"));
        Thread running = ask();
        busy.await();
        Question again = session.again("How many?");
        Thread waiting = Thread.startVirtualThread(() -> assertThatThrownBy(
                        () -> sessions.answer((Route.Rlm) sessions.route(again), AnswerListener.NONE))
                .hasMessageContaining("Ask again"));

        assertThat(sessions.leave(again.asked())).isFalse();
        waiting.interrupt();
        waiting.join();
        released.countDown();
        running.join();

        assertThat(failure.get()).isNull();
        assertThat(session.trajectories.events(Event.Answered.class)).hasSize(1);
    }

    @Test
    void clientThatLeftWhileItWaitedForTheRunDoesNotTakeIt() throws InterruptedException {
        leaveInASubCall();
        Question again = session.again("How many?");
        Route.Rlm route = (Route.Rlm) sessions.route(again);

        assertThat(sessions.leave(again.asked())).isFalse();

        assertThatThrownBy(() -> sessions.answer(route, AnswerListener.NONE)).hasMessageContaining("was broken off");
        assertThat(session.models.requests(Purpose.ROOT)).hasSize(1);
        assertThat(askAgain().text()).isEqualTo("42");
    }

    @Test
    void cellThatDoesSomethingElseNowEndsTheRun() throws InterruptedException {
        leaveInASubCall();
        session.repls.on("work", repl -> printed(String.valueOf(repl.call("llm_query", "prompt", "Who else?"))));

        Route.Rlm route = (Route.Rlm) sessions.route(session.again("How many?"));

        assertThatThrownBy(() -> sessions.answer(route, AnswerListener.NONE))
                .hasMessageContaining("it asked or ran something else");
        assertThat(session.models.requests(Purpose.LEAF)).hasSize(1);
        assertThat(List.copyOf(session.trajectories.events(Event.Failed.class))).hasSize(1);
    }

    @Test
    void aTurnInFlightIsRecordedAndNothingElseBegins() throws InterruptedException {
        session.models.turn(request -> slow(request, cell("end")));

        leave();

        assertThat(session.trajectories.kinds()).containsExactly("Opened", "TurnAsked", "ModelReplied");
        assertThat(askAgain().text()).isEqualTo("42");
        assertThat(session.models.requests(Purpose.ROOT)).hasSize(1);
    }

    @Test
    void anAnswerInFlightIsTheRunsAnswer() throws InterruptedException {
        session.models.turn(request -> slow(request, "FINAL(42)"));

        leave();

        assertThat(failure.get()).isNull();
        Route.Answered answered = (Route.Answered) sessions.route(session.again("How many?"));
        assertThat(answered.answer().text()).isEqualTo("42");
        assertThat(session.models.requests(Purpose.ROOT)).hasSize(1);
    }

    @Test
    void aReplyWhoseFirstCellRunsIsKeptWhole() throws InterruptedException {
        session.models.streamed((request, pieces) -> {
            pieces.accept(cell("first") + "\n");
            return slow(request, cell("first") + "\n" + cell("end"));
        });
        session.repls.on("first", repl -> repl == session.repls.root() ? repl.untilStopped() : printed("done"));
        session.models.turn("never asked");

        Thread running = ask();
        session.repls.started("first").await();
        assertThat(sessions.leave(asked)).isTrue();
        released.countDown();
        running.join();

        assertThat(session.trajectories.kinds())
                .containsExactly("Opened", "TurnAsked", "ReplyBegun", "CellStarted", "ModelReplied");
        assertThat(askAgain().text()).isEqualTo("42");
        assertThat(session.models.requests(Purpose.ROOT)).hasSize(1);
        assertThat(session.repls.opened.getLast().executed).containsExactly("first", "end");
    }

    @Test
    void theTurnOfAChildInFlightIsRecorded() throws InterruptedException {
        session.depth(2);
        sessions = session.sessions();
        session.repls.on("work", repl -> printed(String.valueOf(repl.call("rlm_query", "prompt", "Who?"))));
        session.repls.on("name", repl -> finished("Ann"));
        session.models.turn(cell("work"));
        session.models.turn(request -> slow(request, cell("name")));
        session.models.turn(cell("end"));

        leave();

        assertThat(session.trajectories.kinds())
                .containsExactly(
                        "Opened", "TurnAsked", "ModelReplied", "CellStarted", "Opened", "TurnAsked", "ModelReplied");
        assertThat(askAgain().text()).isEqualTo("42");
        assertThat(session.models.requests(Purpose.ROOT)).hasSize(3);
        assertThat(session.trajectories.events(Event.Opened.class)).hasSize(2);
    }

    @Test
    void clientThatLeavesBeforeTheRunOpensLeavesItToo() throws InterruptedException {
        session.models.turn(cell("end"));
        session.trajectories.opened = run -> assertThat(sessions.leave(asked)).isTrue();

        ask().join();

        assertThat(failure.get()).hasMessageContaining("Send the request again");
        assertThat(session.trajectories.kinds()).isEmpty();
        assertThat(askAgain().text()).isEqualTo("42");
    }

    @Test
    void cancelOfARunThatIsBeingLeftEndsIt() throws InterruptedException {
        session.models.turn(cell("work"));

        Thread running = ask();
        busy.await();
        assertThat(sessions.leave(asked)).isTrue();
        sessions.cancel(Caller.ANONYMOUS.tenant(), SessionFixture.RUN);
        running.join();

        assertThat(session.trajectories.events(Event.Cancelled.class)).hasSize(1);
        assertThatThrownBy(() -> sessions.route(session.again("How many?"))).hasMessageContaining("was cancelled");
    }

    @Test
    void whatIsAskedAgainIsTheSameRunUntilThatWasGivenUp() {
        Trajectory run = session.trajectories.open("run_1", "acme", "rlm", "request");
        run.record(0, new Event.Abandoned("its client is gone"));

        assertThat(sessions.run("acme", "request", Repeat.KEYED).again()).isFalse();
        assertThat(sessions.run("acme", "other", Repeat.KEYED).again()).isFalse();
        assertThat(sessions.run("acme", "request", Repeat.NONE).again()).isFalse();
    }

    @Test
    void aFailureIsGivenAgainUnlessItPasses() {
        session.trajectories
                .open("run_1", "acme", "rlm", "for good")
                .record(0, new Event.Failed("upstream_error", "The upstream failed."));
        assertThat(sessions.run("acme", "for good", Repeat.KEYED).run()).isEqualTo("run_1");
    }

    @Test
    void runThatNobodyAsksForAgainIsGivenUp() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        try (Deadlines deadlines = new Deadlines()) {
            new ParkedRuns(deadlines, Duration.ZERO)
                    .park(
                            new Trajectory() {
                                @Override
                                public void leave() {
                                    // nobody else takes it
                                }

                                @Override
                                public String run() {
                                    return "run_1";
                                }

                                @Override
                                public int nextSession() {
                                    throw new AssertionError("nothing begins");
                                }

                                @Override
                                public Instant record(int number, Event event) {
                                    assertThat(event).isEqualTo(new Event.Abandoned("its client is gone"));
                                    assertThat(Thread.currentThread().isVirtual())
                                            .isTrue();
                                    ended.countDown();
                                    return Instant.EPOCH;
                                }

                                @Override
                                public Instant note(int number, Event event) {
                                    return Instant.EPOCH;
                                }
                            },
                            new Event.Abandoned("its client is gone"));
            ended.await();
        }
    }
}
