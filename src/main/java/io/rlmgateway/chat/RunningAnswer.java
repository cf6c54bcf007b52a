package io.rlmgateway.chat;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * A question that is being answered on a virtual thread of its own, while the request's thread writes what happens.
 * Closing it cancels what still runs.
 */
final class RunningAnswer implements AutoCloseable {

    private static final int STEPS_AHEAD = 256;

    /** Bytes of an upstream's stream that wait for a client; a slow one slows the upstream down. */
    private static final int BYTES_AHEAD = 64 * 1024;

    private static final ContextSnapshotFactory CONTEXTS =
            ContextSnapshotFactory.builder().build();

    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>(STEPS_AHEAD);
    private final Semaphore room = new Semaphore(BYTES_AHEAD);
    private final Thread thread;
    private final BooleanSupplier leave;
    private volatile boolean closed;

    private RunningAnswer(String name, Function<Consumer<Step>, Step.Last> work, BooleanSupplier leave) {
        this.leave = leave;
        Map<String, String> logged = MDC.getCopyOfContextMap();
        // the trace goes on, as does what the log tells of the request
        ContextSnapshot context = CONTEXTS.captureAll();
        this.thread = Thread.ofVirtual().name(name).unstarted(context.wrap(() -> {
            MDC.setContextMap(logged == null ? Map.of() : logged);
            run(work);
        }));
    }

    /**
     * Begins to answer.
     *
     * @param name the thread's name
     * @param work answers on the thread it is called on, telling its steps
     * @param leave has the work end soon by itself, when nobody waits for it any more; false where only an interrupt ends it
     * @return the running answer
     */
    static RunningAnswer start(String name, Function<Consumer<Step>, Step.Last> work, BooleanSupplier leave) {
        RunningAnswer running = new RunningAnswer(name, work, leave);
        running.thread.start();
        return running;
    }

    /**
     * Waits for the next step.
     *
     * @param wait how long
     * @return the step, or null when none happened in time
     */
    @Nullable
    Step next(Duration wait) {
        try {
            Step step = steps.poll(Math.max(wait.toNanos(), 0), TimeUnit.NANOSECONDS);
            room.release(bytes(step));
            return step;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(
                    new Failure.Overloaded("The service is shutting down.", Duration.ofSeconds(1)), e);
        }
    }

    @Override
    public void close() {
        closed = true;
        if (thread.isAlive() && !leave.getAsBoolean()) {
            thread.interrupt();
        }
        // who waits for room here goes on
        room.release(BYTES_AHEAD);
        steps.clear();
    }

    private void run(Function<Consumer<Step>, Step.Last> work) {
        try {
            put(last(work));
        } catch (CancellationException _) {
            // closed: nobody waits for the last step any more
        }
    }

    private Step.Last last(Function<Consumer<Step>, Step.Last> work) {
        try {
            return work.apply(this::put);
        } catch (FailureException e) {
            return new Step.Failed(e.failure(), e.getCause());
        } catch (CancellationException e) {
            return new Step.Failed(new Failure.RunCancelled("The run was cancelled."), e);
        } catch (RuntimeException | Error e) {
            return new Step.Failed(new Failure.Internal("The server had an error while processing your request."), e);
        }
    }

    /** Progress that nobody has time for is dropped, so that a slow client does not slow a session down. */
    private void put(Step step) {
        if (step instanceof Step.Progress) {
            boolean _ = steps.offer(step);
            return;
        }
        if (closed) {
            return;
        }
        try {
            room.acquire(bytes(step));
            steps.put(step);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("The client is gone");
            cancelled.initCause(e);
            throw cancelled;
        }
    }

    private static int bytes(@Nullable Step step) {
        return step instanceof Step.Events(ByteBuffer events) ? Math.min(events.remaining(), BYTES_AHEAD) : 0;
    }
}
