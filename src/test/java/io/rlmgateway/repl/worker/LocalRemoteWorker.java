package io.rlmgateway.repl.worker;

import io.grpc.Server;
import io.rlmgateway.repl.Interpreter;
import io.rlmgateway.repl.InterpreterSetup;
import io.rlmgateway.repl.Interpreters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A remote worker inside this JVM, behind a real port, whose processes are threads of this JVM. */
final class LocalRemoteWorker implements AutoCloseable {

    /** The processes that it has started, and the texts of each. */
    final List<LocalProcess> processes = new CopyOnWriteArrayList<>();

    final List<Path> texts = new CopyOnWriteArrayList<>();
    private final AtomicInteger sessions = new AtomicInteger();
    private final Server server;

    private LocalRemoteWorker(Map<String, String> environment) throws IOException {
        server = RemoteWorkerServer.start(
                RemoteWorkerSettings.of(environment),
                new RemoteWorker(this::start, Files.createTempDirectory("rlm-remote-"), LocalSandbox.HEAP));
    }

    /** Starts one with settings beside its address. */
    static LocalRemoteWorker start(String... settings) throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of("RLM_WORKER_ADDRESS", "127.0.0.1:0"));
        for (int i = 0; i < settings.length; i += 2) {
            environment.put(settings[i], settings[i + 1]);
        }
        return new LocalRemoteWorker(environment);
    }

    private WorkerProcess start(WorkerArguments arguments, long heap, Path directory) throws IOException {
        Path socket = Files.createTempDirectory("rlm-local-").resolve("socket");
        LocalProcess process = LocalProcess.start(socket, new CountedInterpreters());
        processes.add(process);
        texts.add(directory);
        return new WorkerProcess(process, socket, heap, WorkerPatience.USUAL);
    }

    /** {@return how many sessions have opened in it} */
    int sessions() {
        return sessions.get();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort());
    }

    /** Vanishes as a machine does that loses its power, but for its processes. */
    @Override
    public void close() {
        server.shutdownNow();
        processes.forEach(LocalProcess::destroyForcibly);
    }

    private final class CountedInterpreters implements Interpreters {

        @Override
        public Interpreter start(InterpreterSetup setup) {
            sessions.incrementAndGet();
            return LocalSandbox.PYTHON.start(setup);
        }

        @Override
        public boolean ready() {
            return LocalSandbox.PYTHON.ready();
        }

        @Override
        public void close() {
            // they are for all tests
        }
    }
}
