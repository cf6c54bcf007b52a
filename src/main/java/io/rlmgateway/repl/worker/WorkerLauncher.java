package io.rlmgateway.repl.worker;

import io.rlmgateway.process.LastWords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts worker processes, each with an empty environment and a directory of its own below one that only this process's
 * user may enter.
 */
final class WorkerLauncher implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WorkerLauncher.class);

    private final WorkerCommand command;
    private final List<String> arguments;
    private final WorkerPatience patience;
    private final WorkerDirectories directories;
    private final AtomicInteger started = new AtomicInteger();

    /**
     * Makes the directory of all workers.
     *
     * @param arguments of the worker's main class, after its directory
     */
    WorkerLauncher(WorkerCommand command, List<String> arguments, WorkerPatience patience) {
        this.command = command;
        this.arguments = arguments;
        this.patience = patience;
        try {
            directories = WorkerDirectories.below(Path.of(System.getProperty("java.io.tmpdir")));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "No directory for sandbox workers can be made below " + System.getProperty("java.io.tmpdir")
                            + "; name a writable one by -Djava.io.tmpdir",
                    e);
        }
    }

    /** {@return where the workers' directories are} */
    Path directory() {
        return directories.path();
    }

    /**
     * Starts a worker and waits until it can be used.
     *
     * @param heap bytes that it may use for objects
     * @throws IOException when it does not start; the message says why
     */
    WorkerProcess start(long heap) throws IOException {
        Path own = directory().resolve(Integer.toString(started.incrementAndGet()));
        Process process = process(own, heap);
        process.onExit().thenAccept(ended -> WorkerDirectories.delete(own)).exceptionally(WorkerLauncher::undeleted);
        LastWords errors = LastWords.of("worker", process);
        try {
            awaitReady(process);
            return new WorkerProcess(process, socket(own), heap, patience);
        } catch (IOException e) {
            process.destroyForcibly();
            throw new IOException("a sandbox worker does not start: " + e.getMessage() + errors.said(), e);
        }
    }

    private Process process(Path own, long heap) throws IOException {
        List<String> all = new ArrayList<>(List.of(own.toString()));
        all.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command.line(own, heap, all));
        builder.environment().clear();
        builder.directory(own.toFile());
        try {
            Files.createDirectory(own);
            return builder.start();
        } catch (IOException e) {
            WorkerDirectories.delete(own);
            throw new IOException("a sandbox worker does not start in " + own + ": " + e.getMessage(), e);
        }
    }

    /** {@return where a worker listens} */
    static Path socket(Path own) {
        return own.resolve("socket");
    }

    private void awaitReady(Process process) throws IOException {
        CompletableFuture<Void> late = new CompletableFuture<>();
        late.orTimeout(patience.start().toMillis(), TimeUnit.MILLISECONDS).exceptionally(timeout -> {
            process.destroyForcibly();
            return null;
        });
        int ready = process.getInputStream().read();
        late.complete(null);
        if (ready < 0) {
            throw new IOException("it ended before it was ready");
        }
    }

    private static @Nullable Void undeleted(Throwable cause) {
        log.debug("A worker's directory could not be deleted", cause);
        return null;
    }

    /** Deletes the directory of all workers. */
    @Override
    public void close() {
        directories.close();
    }
}
