package io.rlmgateway.repl.worker;

import io.rlmgateway.process.Confinement;
import io.rlmgateway.repl.graalpy.GraalPyInterpreters;
import io.rlmgateway.repl.graalpy.GraalPySettings;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A worker process: Python for the gateway that started it, and nothing else. */
final class SandboxWorkerMain {

    private static final long LARGEST_FILE = 64L << 20;

    private SandboxWorkerMain() {}

    /**
     * Runs a worker until the gateway is gone.
     *
     * @param arguments the worker's own directory, sessions at once, interpreters kept warm, how long a session waits
     *     (ISO 8601), threads that a session's Python may
     *     run, bytes of text that a session may hold, the
     *     directory of the texts
     * @throws IOException when the socket cannot be opened
     */
    public static void main(String[] arguments) throws IOException {
        endWithTheService();
        Path directory = Path.of(arguments[0]);
        GraalPySettings settings = new GraalPySettings(
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Duration.parse(arguments[3]),
                Integer.parseInt(arguments[4]),
                Long.parseLong(arguments[5]),
                directory.resolve("resources"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(WorkerLauncher.socket(directory)));
            String confinement = Confinement.apply(directory, readable(Path.of(arguments[6])), LARGEST_FILE);
            System.out.write('\n');
            System.out.flush();
            new WorkerServer(
                            server,
                            new GraalPyInterpreters(settings),
                            confinement,
                            () -> Runtime.getRuntime().halt(0))
                    .serve();
        }
    }

    private static List<Path> readable(Path documents) {
        String engine = System.getProperty(WorkerCommand.ENGINE_RESOURCES);
        return engine == null ? List.of(documents) : List.of(documents, Path.of(engine));
    }

    /** The end of the input is the end of the service, also where that comes before the service has connected. */
    private static void endWithTheService() {
        Thread.ofPlatform().name("service").daemon().start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // only the end counts
                }
            } catch (IOException e) {
                // an end as well
            }
            Runtime.getRuntime().halt(0);
        });
    }
}
