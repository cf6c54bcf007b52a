package io.rlmgateway.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Opens REPLs of some technology and runs cells in them; what the parts of the contract kit have in common. */
public abstract class ReplKit {

    /** A limit that no test waits for. */
    protected static final ReplLimits LIMITS = new ReplLimits(Duration.ofSeconds(60), 200_000, 10_000);

    @TempDir
    Path folder = Path.of("");

    private final List<Repl> opened = new ArrayList<>();

    /** {@return the technology under test} */
    protected abstract Repls repls();

    @AfterEach
    void closeAll() {
        opened.forEach(Repl::close);
    }

    protected final Repl open(ReplFunction... functions) {
        return open(LIMITS, functions);
    }

    protected final Repl open(ReplLimits limits, ReplFunction... functions) {
        return open(
                new ReplSetup("tenant", List.of(), Map.of("context", "nothing offloaded"), List.of(functions), limits));
    }

    protected final Repl openWith(String... texts) {
        List<ReplDocument> documents = new ArrayList<>();
        for (String text : texts) {
            documents.add(document("file-" + documents.size(), text));
        }
        return open(new ReplSetup("tenant", documents, Map.of(), List.of(), LIMITS));
    }

    protected final Repl open(ReplSetup setup) {
        Repl repl = repls().open(setup);
        opened.add(repl);
        return repl;
    }

    protected final ReplDocument document(String id, String text) {
        try {
            Path file = Files.writeString(folder.resolve(id), text);
            return new ReplDocument(id, id + ".txt", "text/plain", file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a cell that must neither fail nor finish. */
    protected static String printed(Repl repl, String code) {
        Execution execution = repl.execute(code);
        assertThat(execution).isInstanceOf(Execution.Printed.class);
        return execution.output().text();
    }

    protected static Execution.Failed failed(Repl repl, String code) {
        Execution execution = repl.execute(code);
        assertThat(execution).isInstanceOf(Execution.Failed.class);
        return (Execution.Failed) execution;
    }

    protected static String finished(Repl repl, String code) {
        Execution execution = repl.execute(code);
        assertThat(execution).isInstanceOf(Execution.Finished.class);
        return ((Execution.Finished) execution).answer();
    }

    protected static Execution.Stopped stopped(Repl repl, String code) {
        Execution execution = repl.execute(code);
        assertThat(execution).isInstanceOf(Execution.Stopped.class);
        return (Execution.Stopped) execution;
    }
}
