package io.rlmgateway.repl.worker;

import io.grpc.InsecureChannelCredentials;
import io.rlmgateway.repl.Repls;
import io.rlmgateway.repl.replay.ReplayingRepls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sandbox in remote workers, which are processes of this machine and want a token; one for all tests. */
final class RemoteSandbox {

    private static final String TOKEN = "RLM-CANARY-5d0a1c";
    private static final Pattern LISTENS = Pattern.compile("listens on 127\\.0\\.0\\.1:(\\d+)");
    private static final int WORKERS = 3;

    static final Repls REPLS = new ReplayingRepls(new WorkerPool(
            ProcessSandbox.SANDBOX,
            ProcessSandbox.WORKERS,
            new Workers(ProcessSandbox.WORKERS, workers(), InstantSource.system())));

    private RemoteSandbox() {}

    private static RemoteWorkers workers() {
        List<HostAndPort> names = Stream.generate(RemoteSandbox::start)
                .limit(WORKERS)
                .map(port -> new HostAndPort("localhost", port))
                .toList();
        RemoteSite.Access access = new RemoteSite.Access(InsecureChannelCredentials.create(), TOKEN, new TextHashes());
        WorkerArguments arguments = new WorkerArguments(8, 2, Duration.ofMinutes(2), 16, 64L << 20);
        return new RemoteWorkers(
                names,
                host -> List.of(InetAddress.getByName(host)),
                (name, address) -> new RemoteSite(name, address, access, arguments, WorkerPatience.USUAL),
                InstantSource.system());
    }

    /** {@return the port of a worker} */
    private static int start() {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                RemoteSandboxMain.class.getName());
        builder.environment().put("RLM_WORKER_ADDRESS", "127.0.0.1:0");
        builder.environment().put("RLM_WORKER_TOKEN", TOKEN);
        try {
            Process process =
                    builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
            return port(process.inputReader(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int port(BufferedReader log) throws IOException {
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            Matcher matcher = LISTENS.matcher(line);
            if (matcher.find()) {
                // what it says later has to go somewhere
                Thread.ofVirtual().start(() -> log.lines().forEach(ignored -> {}));
                return Integer.parseInt(matcher.group(1));
            }
        }
        throw new IOException("a remote worker does not start");
    }
}
