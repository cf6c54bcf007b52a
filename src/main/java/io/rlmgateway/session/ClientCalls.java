package io.rlmgateway.session;

import io.rlmgateway.trajectory.Event.CallId;
import io.rlmgateway.trajectory.ToolEvent.ToolCalled;
import io.rlmgateway.trajectory.ToolEvent.ToolReturned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the client's tools that a root session's Python makes. They wait here until the client is told of them, which
 * is when nothing else goes on in the session, and then for their results.
 */
final class ClientCalls {

    private final ClientTools tools;
    private final Duration settle;

    /** Calls without a result, in the order in which they were made. */
    private final Map<CallId, Pending> pending = new LinkedHashMap<>();

    private final List<String> called = new ArrayList<>();
    private @Nullable SessionTree tree;
    private @Nullable WrittenTurn turn;
    private int hostCalls;
    private long lastChange = System.nanoTime();
    private boolean ended;
    private boolean freed;
    private boolean stopped;

    /** A call that waits. */
    private static final class Pending {

        private final ToolCalled call;
        private @Nullable String result;

        private Pending(ToolCalled call) {
            this.call = call;
        }
    }

    /**
     * None yet.
     *
     * @param settle how long nothing may happen before the calls are told
     */
    ClientCalls(ClientTools tools, Duration settle) {
        this.tools = tools;
        this.settle = settle;
    }

    /** {@return the tools} */
    ClientTools tools() {
        return tools;
    }

    /** The session has opened. */
    synchronized void opened(SessionTree opened) {
        tree = opened;
    }

    /** {@return the session, or null as long as it has not opened} */
    synchronized @Nullable SessionTree tree() {
        return tree;
    }

    /** The root model writes a turn. */
    synchronized void writes(WrittenTurn next) {
        turn = next;
    }

    /** {@return the tools that were called, in order} */
    synchronized List<String> called() {
        return List.copyOf(called);
    }

    /** A call from Python to the host begins. */
    synchronized void hostCallBegins() {
        hostCalls++;
        changed();
    }

    /** A call from Python to the host has ended. */
    synchronized void hostCallEnds() {
        hostCalls--;
        changed();
    }

    private void changed() {
        lastChange = System.nanoTime();
        notifyAll();
    }

    /**
     * Waits for the result of a call.
     *
     * @throws CancellationException when the session is stopped
     */
    synchronized String await(ToolCalled call) {
        Pending waiting = new Pending(call);
        pending.put(call.call(), waiting);
        changed();
        try {
            while (waiting.result == null && !stopped) {
                wait();
            }
            if (waiting.result == null) {
                throw new CancellationException("the session was stopped while the client runs a tool");
            }
            return waiting.result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while the client runs a tool");
        } finally {
            pending.remove(call.call());
        }
    }

    /** Python has called a tool. */
    synchronized void note(String tool) {
        called.add(tool);
    }

    /** Hands a result to the call that waits for it. */
    synchronized void returned(ToolReturned result) {
        Pending waiting = pending.get(result.call());
        if (waiting != null) {
            waiting.result = result.result();
        }
        changed();
    }

    /** The session has come to an end. */
    synchronized void ended() {
        ended = true;
        notifyAll();
    }

    /** The sandbox is wanted for others. */
    synchronized void free() {
        freed = true;
    }

    /** No call waits any longer. */
    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    /** {@return whether the sandbox was wanted for others} */
    synchronized boolean isFreed() {
        return freed;
    }

    /**
     * Waits until the client must be told of calls.
     *
     * @return the calls; empty when the session has ended
     * @throws InterruptedException when the waiting thread is interrupted
     */
    synchronized List<ToolCalled> next() throws InterruptedException {
        while (!ended) {
            long left = settle.toNanos() - (System.nanoTime() - lastChange);
            if (pending.isEmpty() || tree == null || tree.calls().isBroken()) {
                TimeUnit.MILLISECONDS.timedWait(this, 1_000);
            } else if (left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left + 1_000_000);
            } else if (isSettled(tree)) {
                return told();
            } else {
                // what goes on in the background ends without a word
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(settle.toNanos(), 1_000_000));
            }
        }
        return List.of();
    }

    private boolean isSettled(SessionTree session) {
        long waiting =
                pending.values().stream().filter(call -> call.result == null).count();
        return hostCalls == waiting && session.calls().isIdle();
    }

    private List<ToolCalled> told() {
        if (turn != null) {
            turn.settle();
        }
        return pending.values().stream()
                .map(waiting -> waiting.call)
                .limit(tools.parallel() ? Long.MAX_VALUE : 1)
                .toList();
    }
}
