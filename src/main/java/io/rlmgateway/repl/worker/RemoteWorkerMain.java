package io.rlmgateway.repl.worker;

import io.grpc.Server;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker for gateways on other machines; docs/sandbox.md says how it is started. */
final class RemoteWorkerMain {

    private static final int WRONG_SETTINGS = 2;

    /** It logs what is usual as unusual. Held here, because the level goes with the logger. */
    private static final java.util.logging.Logger GRPC = java.util.logging.Logger.getLogger("io.grpc");

    private RemoteWorkerMain() {}

    /**
     * Serves gateways until the process is ended.
     *
     * @param arguments none; the settings are in the environment
     * @throws IOException when it cannot listen
     * @throws InterruptedException never
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "io/rlmgateway/repl/worker/remote-worker-log.xml");
        }
        GRPC.setLevel(java.util.logging.Level.WARNING);
        try {
            serve(RemoteWorkerSettings.of(System.getenv()));
        } catch (IllegalArgumentException e) {
            LoggerFactory.getLogger(RemoteWorkerMain.class).error("The worker does not start. {}", e.getMessage());
            System.exit(WRONG_SETTINGS);
        }
    }

    private static void serve(RemoteWorkerSettings settings) throws IOException, InterruptedException {
        Logger log = LoggerFactory.getLogger(RemoteWorkerMain.class);
        // what one that was killed has left, this removes
        WorkerDirectories directories = WorkerDirectories.below(Path.of(System.getProperty("java.io.tmpdir")));
        Runtime.getRuntime().addShutdownHook(new Thread(directories::close));
        Server server = RemoteWorkerServer.start(
                settings, new RemoteWorker(RemoteWorkerMain::start, directories.path(), settings.maxHeap()));
        log.info("The worker listens on {}:{}", settings.address().getHostString(), server.getPort());
        if (settings.readableOnTheWay()) {
            log.warn("Without TLS, texts and the token can be read on their way; see docs/sandbox.md");
        }
        server.awaitTermination();
    }

    private static WorkerProcess start(WorkerArguments arguments, long heap, Path texts) throws IOException {
        WorkerLauncher launcher =
                new WorkerLauncher(WorkerCommand.ofThisProcess(), arguments.line(texts), WorkerPatience.USUAL);
        boolean started = false;
        try {
            WorkerProcess process = launcher.start(heap);
            process.onExit().thenRun(launcher::close).exceptionally(RemoteWorkerMain::undeleted);
            started = true;
            return process;
        } finally {
            if (!started) {
                launcher.close();
            }
        }
    }

    private static @Nullable Void undeleted(Throwable cause) {
        LoggerFactory.getLogger(RemoteWorkerMain.class).warn("A process's directory could not be deleted", cause);
        return null;
    }
}
