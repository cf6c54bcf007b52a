package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.AttackCorpus;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Interpreter;
import io.rlmgateway.repl.InterpreterSetup;
import io.rlmgateway.repl.Interpreters;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplLimits;
import io.rlmgateway.repl.ReplSetup;
import io.rlmgateway.repl.SandboxProperties;
import io.rlmgateway.repl.replay.ReplayingRepls;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.util.unit.DataSize;

/** Worker processes in which an attacker's session has a neighbour of the same tenant, with state of its own. */
final class Neighbourhood implements AutoCloseable {

    private static final String NEIGHBOUR = "neighbour";

    private static final SandboxProperties SANDBOX = new SandboxProperties(
            SandboxProperties.Mode.PROCESS, 2, 16, Duration.ofMinutes(1), DataSize.ofMegabytes(64));
    private static final WorkerProperties WORKERS =
            new WorkerProperties(1, 3, 8, 2_000, DataSize.ofMegabytes(512), DataSize.ofGigabytes(1), null, false);

    private final WorkerLauncher launcher = new WorkerLauncher(
            WorkerCommand.ofThisProcess(),
            List.of("8", "2", "PT1M", "16", Long.toString(64L << 20), System.getProperty("java.io.tmpdir")),
            WorkerPatience.USUAL);
    private final AtomicInteger started = new AtomicInteger();
    private final Map<String, WorkerInterpreter> places = new ConcurrentHashMap<>();
    private final Interpreters pool =
            new WorkerPool(SANDBOX, WORKERS, new Workers(WORKERS, this::start, InstantSource.system()));
    private final ReplayingRepls repls = new ReplayingRepls(new Watched());
    private final Repl neighbour = open(NEIGHBOUR, new ReplLimits(Duration.ofSeconds(60), 10_000, 10));

    Neighbourhood() {
        neighbour.execute("""
                class Counter:
                    def __init__(self): self.seen = []
                    def next(self):
                        self.seen.append(len(self.seen) + 1)
                        return self.seen[-1]
                counter, texts = Counter(), {'a': [1, 2], 'b': (3, {4})}
                def double(n): return 2 * n
                """);
        neighbour.execute("first = counter.next()");
    }

    private Worker start(long heap) throws IOException {
        started.incrementAndGet();
        return launcher.start(heap);
    }

    /** {@return processes that were started so far} */
    int started() {
        return started.get();
    }

    /** A new session in the neighbour's process. */
    Repl attacker(ReplLimits limits) {
        List<Repl> elsewhere = new ArrayList<>();
        try {
            while (true) {
                Repl attacker = open("attacker", limits);
                answer();
                if (process("attacker").equals(process(NEIGHBOUR))) {
                    return attacker;
                }
                elsewhere.add(attacker);
                if (elsewhere.size() % 3 == 0) {
                    // full of what was there before, so that nobody new gets in
                    process(NEIGHBOUR).stop();
                }
            }
        } finally {
            elsewhere.forEach(Repl::close);
        }
    }

    /** {@return the process of a session, as {@code neighbour}} */
    Worker process(String session) {
        WorkerInterpreter place = places.get(session);
        if (place == null) {
            throw new IllegalStateException("no session " + session);
        }
        return place.worker();
    }

    /** {@return the neighbour's next answer, which is {@link #expected} if nothing has happened to it} */
    String answer() {
        Execution execution = neighbour.execute("(counter.seen, double(21), texts, first)");
        return String.valueOf(execution.output().value());
    }

    static String expected() {
        return "([1], 42, {'a': [1, 2], 'b': (3, {4})}, 1)";
    }

    private Repl open(String name, ReplLimits limits) {
        Map<String, Object> variables = new HashMap<>(AttackCorpus.CONTEXT);
        variables.put("session", name);
        return repls.open(new ReplSetup("tenant", List.of(), variables, AttackCorpus.functions(), limits));
    }

    @Override
    public void close() {
        neighbour.close();
        pool.close();
        launcher.close();
    }

    /** Remembers where each session is. */
    private final class Watched implements Interpreters {
        @Override
        public Interpreter start(InterpreterSetup setup) {
            Interpreter interpreter = pool.start(setup);
            String name = String.valueOf(setup.session().variables().get("session"));
            places.put(name, (WorkerInterpreter) interpreter);
            return interpreter;
        }

        @Override
        public boolean ready() {
            return pool.ready();
        }

        @Override
        public void close() {
            pool.close();
        }
    }
}
