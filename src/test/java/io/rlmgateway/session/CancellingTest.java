package io.rlmgateway.session;

import static io.rlmgateway.session.ScriptedRepls.printed;
import static io.rlmgateway.session.SessionFixture.cell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.access.Caller;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CancellingTest {

    private final CountDownLatch busy = new CountDownLatch(1);
    private final AtomicReference<FailureException> failure = new AtomicReference<>();
    private final AtomicBoolean interruptedAfter = new AtomicBoolean();
    private SessionFixture session;
    private RlmSessions sessions;

    @BeforeEach
    void open(@TempDir Path directory) {
        session = new SessionFixture(directory);
        sessions = session.sessions();
    }

    @AfterEach
    void close() {
        sessions.destroy();
    }

    private Thread start() {
        Route.Rlm route = (Route.Rlm) sessions.route(session.question("How many?"));
        return Thread.startVirtualThread(() -> {
            try {
                sessions.answer(route, AnswerListener.NONE);
            } catch (FailureException e) {
                failure.set(e);
                interruptedAfter.set(Thread.currentThread().isInterrupted());
            }
        });
    }

    /** A call that never ends by itself, as an upstream's behaves. */
    private ModelReply never(ModelRequest request) {
        busy.countDown();
        try {
            new CountDownLatch(1).await();
            throw new AssertionError(request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("aborted");
        }
    }

    private void cancelWhenBusy(Thread running) throws InterruptedException {
        busy.await();
        sessions.cancel(Caller.ANONYMOUS.tenant(), SessionFixture.RUN);
        running.join();
    }

    private void assertCancelled() {
        assertThat(failure.get().failure())
                .isEqualTo(new Failure.RunCancelled("The run was cancelled: it was cancelled through its route."));
        assertThat(interruptedAfter)
                .as("an interrupt that would disturb the reply")
                .isFalse();
        assertThat(session.trajectories.recorded().getLast().event())
                .isEqualTo(new Event.Cancelled("The run was cancelled: it was cancelled through its route."));
    }

    @Test
    void cancelReachesAnOpenCallOfTheRootModel() throws InterruptedException {
        session.models.turn(this::never);
        cancelWhenBusy(start());
        assertCancelled();
        assertThat(session.repls.opened).isEmpty();
    }

    @Test
    void cancelReachesARunThatIsStillOpening() throws InterruptedException {
        session.trajectories.opened = run -> sessions.cancel(Caller.ANONYMOUS.tenant(), run);
        start().join();
        assertCancelled();
        assertThat(session.models.requests).isEmpty();
        assertThat(session.trajectories.kinds()).containsExactly("Cancelled");
    }

    @Test
    void aRunThatCannotBeOpenedKeepsNoTextsAndIsListedNoMore() {
        session.trajectories.opened = run -> {
            throw new FailureException(new Failure.Internal("the journal is closed"));
        };
        Route.Rlm route = (Route.Rlm) sessions.route(session.question("How many?"));
        assertThatThrownBy(() -> sessions.answer(route, AnswerListener.NONE)).hasMessage("the journal is closed");
        assertThat(session.documents.released).containsExactly(SessionFixture.RUN);
        sessions.cancel(Caller.ANONYMOUS.tenant(), SessionFixture.RUN);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void cancelReachesRunningPython() throws InterruptedException {
        session.models.turn(cell("loop"));
        session.repls.on("loop", repl -> {
            busy.countDown();
            return repl.untilStopped();
        });
        cancelWhenBusy(start());
        assertCancelled();
        assertThat(session.trajectories.events(Event.CellEnded.class))
                .extracting(Event.CellEnded::outcome)
                .containsExactly("stopped");
    }

    @Test
    void cancelReachesABatchOfSubCalls() throws InterruptedException {
        session.models.turn(cell("work"));
        session.models.leaf(this::never);
        session.repls.on(
                "work", repl -> printed(String.valueOf(repl.call("llm_query_batched", "prompts", List.of("a", "b")))));
        cancelWhenBusy(start());
        assertCancelled();
        assertThat(session.models.inFlight).hasValue(0);
        assertThat(session.trajectories.events(Event.SubCallEnded.class))
                .extracting(Event.SubCallEnded::error)
                .contains("cancelled");
    }

    @Test
    void cancelReachesChildren() throws InterruptedException {
        session.depth(2);
        sessions = session.sessions();
        session.models.turn(cell("work"));
        session.models.turn(cell("child")).turn(this::never);
        session.repls.on("work", repl -> printed(String.valueOf(repl.call("rlm_query", "prompt", "Who?"))));
        cancelWhenBusy(start());
        assertCancelled();
        assertThat(session.repls.opened)
                .hasSize(2)
                .allSatisfy(repl -> assertThat(repl.closed).isTrue());
        assertThat(session.trajectories.recorded())
                .filteredOn(event -> event.event() instanceof Event.Cancelled)
                .extracting(RecordedEvent::session)
                .containsExactly(1, 0);
    }

    @Test
    void aClientThatIsGoneCancelsByAnInterrupt() throws InterruptedException {
        session.models.turn(this::never);
        Thread running = start();
        busy.await();
        running.interrupt();
        running.join();
        assertThat(failure.get().failure())
                .isEqualTo(new Failure.RunCancelled("The run was cancelled: its client is gone."));
        assertThat(session.trajectories.recorded().getLast().event()).isInstanceOf(Event.Abandoned.class);
    }

    @Test
    void anErrorEndsTheRunAndIsPassedOn() {
        session.models.turn("FINAL(42)");
        Route.Rlm route = (Route.Rlm) sessions.route(session.question("How many?"));
        assertThatThrownBy(() -> sessions.answer(route, line -> {
                    throw new StackOverflowError(line);
                }))
                .isInstanceOf(StackOverflowError.class);
        assertThat(session.trajectories.events(Event.Failed.class)).hasSize(1);
    }

    @Test
    void whenTheServiceStopsItsSessionsAreBrokenOffAndStayOpen() throws InterruptedException {
        session.models.turn(this::never);
        Thread running = start();
        busy.await();
        sessions.destroy();
        running.join();
        assertThat(failure.get()).hasMessage("The run was broken off. Send the request again, and it goes on.");
        assertThat(session.trajectories.recorded())
                .extracting(RecordedEvent::event)
                .noneMatch(Event.Ending.class::isInstance);
    }

    @Test
    void cancellingARunThatHasEndedDoesNothing() {
        session.models.turn("FINAL(42)");
        Route.Rlm route = (Route.Rlm) sessions.route(session.question("How many?"));
        assertThat(sessions.answer(route, AnswerListener.NONE).text()).isEqualTo("42");
        sessions.cancel(Caller.ANONYMOUS.tenant(), SessionFixture.RUN);
        assertThat(session.trajectories.kinds().getLast()).isEqualTo("Answered");
    }

    @Test
    void cancellingAnotherTenantsRunIsNotFound() {
        session.models.turn("FINAL(42)");
        Route.Rlm route = (Route.Rlm) sessions.route(session.question("How many?"));
        sessions.answer(route, AnswerListener.NONE);
        assertThatThrownBy(() -> sessions.cancel("other", SessionFixture.RUN))
                .isInstanceOfSatisfying(
                        FailureException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.NotFound.class));
    }
}
