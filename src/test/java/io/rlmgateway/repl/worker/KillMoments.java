package io.rlmgateway.repl.worker;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.rlmgateway.repl.Cell;
import io.rlmgateway.repl.DelegatingInterpreter;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Interpreter;
import io.rlmgateway.repl.InterpreterSetup;
import io.rlmgateway.repl.Interpreters;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Says when a process is to be killed: at each kind of moment in turn, when a session has come to one. */
final class KillMoments implements Interpreters {

    /** A moment in a session's life. */
    enum Moment {
        CELL,
        HOST_CALL,
        IDLE,
        REPLAY,
        /** Any, at which all processes are killed. */
        ALL;

        private Moment next() {
            return switch (this) {
                case CELL -> HOST_CALL;
                case HOST_CALL -> IDLE;
                case IDLE -> REPLAY;
                case REPLAY -> ALL;
                case ALL -> CELL;
            };
        }
    }

    private final Interpreters interpreters;
    private final BlockingQueue<Moment> reached = new ArrayBlockingQueue<>(1);
    private final Map<Moment, Integer> kills = new EnumMap<>(Moment.class);
    private Moment wanted = Moment.CELL;

    KillMoments(Interpreters interpreters) {
        this.interpreters = interpreters;
    }

    /** A session has come to a moment. Nobody waits for whoever kills. */
    synchronized void reached(Moment moment) {
        if (moment == wanted || wanted == Moment.ALL) {
            reached.offer(wanted);
        }
    }

    /**
     * Waits for the next moment.
     *
     * @throws AssertionError when the sessions do not get on; all threads' stacks are in a file then
     */
    Moment next(Duration hung) throws InterruptedException, IOException {
        Moment moment = reached.poll(hung.toSeconds(), TimeUnit.SECONDS);
        if (moment == null) {
            Path stacks = Path.of("target", "hung-" + ProcessHandle.current().pid() + ".txt");
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(
                            stacks.toAbsolutePath().toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
            throw new AssertionError("no session came to the next moment in " + hung + "; stacks are in " + stacks);
        }
        return moment;
    }

    /** So many were killed at this moment; the next kill is to be at another. */
    synchronized void killed(Moment moment, int processes) {
        kills.merge(moment, processes, Integer::sum);
        wanted = moment.next();
        reached.clear();
    }

    synchronized int kills() {
        return kills.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public synchronized String toString() {
        return kills() + " " + kills;
    }

    @Override
    public Interpreter start(InterpreterSetup setup) {
        return new Watched(interpreters.start(setup));
    }

    @Override
    public boolean ready() {
        return interpreters.ready();
    }

    @Override
    public void close() {
        interpreters.close();
    }

    /** Cells that run again have more time than the session's limit gives. */
    private final class Watched extends DelegatingInterpreter {

        Watched(Interpreter interpreter) {
            super(interpreter);
        }

        @Override
        public Execution execute(Cell cell) {
            reached(cell.time().compareTo(Duration.ofSeconds(60)) > 0 ? Moment.REPLAY : Moment.CELL);
            return super.execute(cell);
        }
    }
}
