package io.rlmgateway.repl.replay;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.repl.ReplFunction;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Runs a session's calls to the host, on virtual threads of their own: a call outlives the interpreter that made it. */
final class HostThreads {

    private final Recording recording;
    private final Map<RecordedCall, Thread> running = new ConcurrentHashMap<>();

    /**
     * Runs none yet.
     *
     * @param recording what is told of their end
     */
    HostThreads(Recording recording) {
        this.recording = recording;
    }

    /** Starts a call. */
    void start(ReplFunction function, RecordedCall call) {
        Thread thread = Thread.ofVirtual().name("host-call").unstarted(() -> {
            Object result = new PythonException(PythonException.Type.LLM_ERROR, "the service failed");
            try {
                result = result(function, call);
            } finally {
                running.remove(call);
                recording.end(call, result);
            }
        });
        running.put(call, thread);
        thread.start();
    }

    private @Nullable Object result(ReplFunction function, RecordedCall call) {
        if (InterpreterSource.isTimer(function) && recording.hasReturned(call)) {
            return true;
        }
        try {
            return function.call(new Arguments(call.key().arguments(), call.number()));
        } catch (RuntimeException e) {
            return PythonException.of(e);
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
