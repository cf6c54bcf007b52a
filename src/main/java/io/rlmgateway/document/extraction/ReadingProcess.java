package io.rlmgateway.document.extraction;

import io.rlmgateway.document.TextExtractor.Source;
import io.rlmgateway.process.LastWords;
import io.rlmgateway.process.MainClass;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The process that reads one document: its command line, its end. */
final class ReadingProcess implements AutoCloseable {

    private static final String MAIN = "io.rlmgateway.document.extraction.ExtractionMain";
    /** What an exit for lack of memory has the JVM return. */
    private static final int OUT_OF_MEMORY = 3;

    private static final long END_SECONDS = 5;

    /** The libraries it needs, by the beginnings of their files' names. */
    private static final List<String> NEEDED = List.of(
            "rlm-gateway",
            "tika-",
            "pdfbox",
            "fontbox-",
            "xmpbox-",
            "jempbox-",
            "poi-",
            "xmlbeans-",
            "SparseBitSet-",
            "apache-mime4j-",
            "commons-",
            "jsoup-",
            "juniversalchardet-",
            "log4j-api-",
            "log4j-to-slf4j-",
            "slf4j-api-",
            "jspecify-");

    private final Process process;
    private final LastWords errors;
    private final CompletableFuture<Void> late = new CompletableFuture<>();

    private ReadingProcess(Process process, ExtractionProperties limits) {
        this.process = process;
        this.errors = LastWords.of("document-reading", process);
        late.orTimeout(limits.time().toMillis(), TimeUnit.MILLISECONDS).exceptionally(timeout -> {
            process.destroyForcibly();
            return null;
        });
    }

    /**
     * Starts it.
     *
     * @param document the file to read
     * @param own an empty directory for what it writes
     */
    static ReadingProcess start(Path document, Source source, Path own, ExtractionProperties limits)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(line(document, source, own, limits));
        builder.environment().clear();
        builder.directory(own.toFile());
        return new ReadingProcess(builder.start(), limits);
    }

    private static List<String> line(Path document, Source source, Path own, ExtractionProperties limits) {
        List<String> line = new ArrayList<>(List.of(
                MainClass.java(),
                "-Xmx" + limits.heap().toBytes(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+DisableAttachMechanism",
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + own.resolve("crash.log"),
                "-Djava.io.tmpdir=" + own,
                "-Djava.awt.headless=true",
                "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
                "-Dslf4j.internal.verbosity=ERROR",
                "--enable-native-access=ALL-UNNAMED"));
        line.addAll(MainClass.launch(MAIN, ReadingProcess::needed));
        line.addAll(List.of(
                document.toString(),
                own.toString(),
                Long.toString(8 * limits.heap().toBytes()),
                source.name()));
        line.addAll(ReadingLimits.of(limits).words());
        return line;
    }

    private static List<Path> needed(List<Path> classPath) {
        return classPath.stream().filter(ReadingProcess::isNeeded).toList();
    }

    private static boolean isNeeded(Path entry) {
        String name = entry.getFileName().toString();
        return !name.endsWith(".jar")
                || Stream.of(name).anyMatch(jar -> NEEDED.stream().anyMatch(jar::startsWith));
    }

    InputStream output() {
        return process.getInputStream();
    }

    /** {@return why it ended, if it did not say so itself} */
    Outcome outcomeWithoutEnd() {
        if (late.isCompletedExceptionally()) {
            return Outcome.TOO_SLOW;
        }
        try {
            boolean ended = process.waitFor(END_SECONDS, TimeUnit.SECONDS);
            return ended && process.exitValue() == OUT_OF_MEMORY ? Outcome.TOO_LARGE : Outcome.DIED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.DIED;
        }
    }

    /** {@return the last of what it wrote to its error stream} */
    String lastWords() {
        return errors.said();
    }

    @Override
    public void close() {
        late.complete(null);
        process.destroyForcibly();
    }
}
