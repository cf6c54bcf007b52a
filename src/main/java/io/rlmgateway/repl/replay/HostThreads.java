package io.rlmgateway.repl.replay;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.ReplFunction;
import io.rlmgateway.repl.replay.RecordedCall.Outcome;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;

/** Runs a session's calls to the host, on virtual threads of their own: a call outlives the interpreter that made it. */
final class HostThreads {

    private final Map<RecordedCall, Thread> running = new ConcurrentHashMap<>();

    /** Starts a call. */
    void start(ReplFunction function, RecordedCall call) {
        Thread thread = Thread.ofVirtual().name("host-call").unstarted(() -> {
            try {
                call.outcome().complete(outcome(function, call));
            } finally {
                running.remove(call);
            }
        });
        running.put(call, thread);
        thread.start();
    }

    private static Outcome outcome(ReplFunction function, RecordedCall call) {
        try {
            Object value = function.call(new Arguments(call.key().arguments(), call.number()));
            return new Outcome.Returned(value, Instant.now());
        } catch (RuntimeException e) {
            return new Outcome.Raised(e, Instant.now());
        } catch (Error e) {
            call.outcome()
                    .complete(new Outcome.Raised(new CancellationException("the service failed: " + e), Instant.now()));
            throw e;
        }
    }

    /** Interrupts all calls that are under way. */
    void interrupt() {
        running.values().forEach(Thread::interrupt);
    }

    /** Interrupts the calls of a cell that are under way. */
    void interrupt(RecordedCell cell) {
        running.forEach((call, thread) -> {
            if (call.cell() == cell.number()) {
                thread.interrupt();
            }
        });
    }
}
