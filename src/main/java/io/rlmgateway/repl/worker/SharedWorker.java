package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.InterpreterSetup;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A worker process and who is in it. Used under the lock of {@link Workers}, but for {@link #open} and {@link #leave}. */
final class SharedWorker implements WorkerSeat {

    /** Above this share of its heap, after a collection of garbage, a process without sessions is replaced. */
    private static final double MEMORY_MARK = 0.6;

    private final WorkerProcess process;
    private final WorkerProperties limits;
    private final Consumer<SharedWorker> whenLeft;
    private @Nullable String tenant;
    private boolean alone;
    private int sessions;
    private int served;

    SharedWorker(WorkerProcess process, WorkerProperties limits, Consumer<SharedWorker> whenLeft) {
        this.process = process;
        this.limits = limits;
        this.whenLeft = whenLeft;
    }

    WorkerProcess process() {
        return process;
    }

    boolean warm() {
        return process.alive() && process.state().getWarm() > 0;
    }

    boolean unused() {
        return tenant == null;
    }

    /** {@return the smaller, the sooner it is to be filled: used ones first, among them the emptiest} */
    synchronized int rank() {
        return unused() ? Integer.MAX_VALUE : sessions;
    }

    synchronized boolean idle() {
        return sessions == 0;
    }

    synchronized boolean takes(WorkerNeed need) {
        boolean mayShare = tenant == null || tenant.equals(need.tenant());
        boolean hasRoom = need.alone() ? sessions == 0 : sessions < limits.sessionsPerWorker() && !alone;
        return mayShare && hasRoom && process.heap() >= need.heap() && !wornOut();
    }

    synchronized void enter(WorkerNeed need) {
        tenant = need.tenant();
        alone = need.alone();
        sessions++;
        served++;
    }

    synchronized boolean wornOut() {
        return served >= limits.sessionsPerWorkerLife() || process.state().getHeapUsed() > MEMORY_MARK * process.heap();
    }

    @Override
    public WorkerInterpreter open(InterpreterSetup setup, Runnable whenGone) throws IOException {
        return process.open(setup, whenGone);
    }

    @Override
    public void leave() {
        synchronized (this) {
            sessions--;
            alone = alone && sessions > 0;
        }
        whenLeft.accept(this);
    }
}
