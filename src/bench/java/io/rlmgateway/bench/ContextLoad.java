package io.rlmgateway.bench;

import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplDocument;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A session with 100 MB of text, from {@code Repls.open} until its first cell has looked at the text: in a worker that does
 * not hold it yet, and in one where another session has it. The latter inside one JVM, because the pool gives a session with so much
 * text a worker to itself.
 */
final class ContextLoad implements Measurement {

    private static final int BYTES = 100_000_000;

    private static final String LOOK = "print(len(context), context[-10:])";

    /** So that a session with a large text does not wait for a worker of its own size. */
    private static final String[] LARGE_WORKERS = {
        "--rlm.sandbox.worker-heap=2GB", "--rlm.sandbox.max-worker-heap=2GB", "--rlm.sandbox.total-worker-heap=5GB"
    };

    @Override
    public void measure(Bench bench, Report report) throws Exception {
        for (Kind kind : Kind.values()) {
            Path file = kind.write(bench.folder());
            Samples read = Samples.milliseconds();
            for (int i = 0; i < bench.rounds(); i++) {
                Stopwatch stopwatch = new Stopwatch();
                Files.readString(file);
                read.addMilliseconds(stopwatch.elapsed());
            }
            String beside = "`Files.readString` of the same file";
            report.add("context of 100 MB, " + kind.named + ", first time, process", first(bench, file), beside, read);
            report.add("the same while another session of the worker has it", again(bench, file), beside, read);
            Samples python = CPythonExec.read(file.toString());
            if (python.count() > 0) {
                report.add("CPython reads it", python, beside, read);
            }
            Files.delete(file);
        }
    }

    private static Samples first(Bench bench, Path file) throws IOException {
        Samples samples = Samples.milliseconds();
        for (int i = 0; i < bench.fewRounds(); i++) {
            try (Sandbox sandbox = new Sandbox("process", LARGE_WORKERS)) {
                Path own = Files.copy(file, sandbox.documents().resolve("text"));
                ProcessFacts.awaitQuiet(ProcessHandle.current());
                Stopwatch stopwatch = new Stopwatch();
                look(sandbox, own).close();
                samples.addMilliseconds(stopwatch.elapsed());
            }
        }
        return samples;
    }

    private static Samples again(Bench bench, Path file) {
        Samples samples = Samples.milliseconds();
        try (Sandbox sandbox = new Sandbox("embedded");
                Repl holds = look(sandbox, file)) {
            for (int i = 0; i < bench.rounds(); i++) {
                ProcessFacts.awaitQuiet(ProcessHandle.current());
                Stopwatch stopwatch = new Stopwatch();
                Repl further = look(sandbox, file);
                samples.addMilliseconds(stopwatch.elapsed());
                further.close();
            }
            run(holds);
        }
        return samples;
    }

    private static Repl look(Sandbox sandbox, Path file) {
        Repl repl = sandbox.open(new ReplDocument("file-1", "text.txt", "text/plain", file));
        run(repl);
        return repl;
    }

    private static void run(Repl repl) {
        if (!(repl.execute(LOOK) instanceof Execution.Printed)) {
            throw new IllegalStateException("The text cannot be looked at");
        }
    }

    private enum Kind {
        ASCII("ASCII", "A line of some words, which is as good as any other for the purpose.\n"),
        OTHER("with characters of two bytes", "Größere Zeilen – für den Zweck so gut wie alle übrigen Zeilen.\n");

        private final String named;
        private final String line;

        Kind(String named, String line) {
            this.named = named;
            this.line = line;
        }

        Path write(Path folder) throws IOException {
            Path file = folder.resolve("context-" + name() + ".txt");
            int bytes = line.getBytes(StandardCharsets.UTF_8).length;
            try (BufferedWriter writer = Files.newBufferedWriter(file)) {
                for (int written = 0; written < BYTES; written += bytes) {
                    writer.write(line);
                }
            }
            return file;
        }
    }
}
