package io.rlmgateway.repl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.repl.AttackCorpus;
import io.rlmgateway.repl.Cell;
import io.rlmgateway.repl.Interpreter;
import io.rlmgateway.repl.InterpreterSetup;
import io.rlmgateway.repl.ReplLimits;
import io.rlmgateway.repl.ReplSetup;
import io.rlmgateway.repl.Timer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operating system holds back from a worker. Needs Linux with Landlock and seccomp. */
@Tag("security")
class ConfinementTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void confinedProcessReachesItsOwnFilesAndTheDocumentsOnly() throws Exception {
        Path own = Files.createDirectory(folder.resolve("own"));
        Path documents = Files.createDirectory(folder.resolve("documents"));
        Files.writeString(documents.resolve("document"), "text");
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "secret");
        Path socket = folder.resolve("socket");
        try (ServerSocket port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(socket));
            assertThat(linesOf(own, documents, elsewhere, port.getLocalPort(), socket))
                    .containsExactly(
                            "confined by no_new_privs, Landlock, seccomp, limits",
                            "write own file: done",
                            "read document: done",
                            "write document: denied",
                            "read file elsewhere: denied",
                            "write file elsewhere: denied",
                            "read users: denied",
                            "list root: denied",
                            "read environment of parent: denied",
                            "read memory of parent: denied",
                            "run program: denied",
                            "connect to port: denied",
                            "connect to socket: denied",
                            "listen: denied",
                            "kill parent: denied");
        }
    }

    private static List<String> linesOf(Object... arguments) throws IOException {
        List<String> line = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ConfinedMain.class.getName()),
                        Stream.of(arguments).map(Object::toString))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().clear();
        Process process = builder.redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    @Test
    void everyThreadOfAWorkerIsConfinedAndItsEnvironmentIsEmpty() throws IOException {
        WorkerLauncher launcher = ProcessSandbox.launcher();
        WorkerProcess worker = launcher.start(256L << 20);
        Path process = Path.of("/proc", worker.endpoint().name());
        try (launcher;
                Interpreter python = worker.open(
                        new InterpreterSetup(
                                new ReplSetup(
                                        "tenant",
                                        List.of(),
                                        AttackCorpus.CONTEXT,
                                        List.of(),
                                        new ReplLimits(Duration.ofSeconds(60), 1_000, 10)),
                                new Timer(),
                                1,
                                false),
                        () -> {})) {
            python.execute(new Cell(1, """
                    import threading
                    done = threading.Event()
                    for i in range(4): threading.Thread(target=done.wait, daemon=True).start()
                    """, Instant.now(), Duration.ofSeconds(60)));

            try (Stream<Path> threads = Files.list(process.resolve("task"))) {
                assertThat(threads.map(ConfinementTest::status).toList())
                        .hasSizeGreaterThan(10)
                        .allSatisfy(status -> assertThat(status).contains("Seccomp:\t2", "NoNewPrivs:\t1"));
            }
            assertThat(Files.readString(process.resolve("environ"))).isEmpty();
            assertThat(Files.readString(process.resolve("limits")))
                    .containsPattern("Max core file size +0 +0 ")
                    .containsPattern("Max open files +1024 +1024 ");
        } finally {
            worker.stop();
        }
    }

    private static String status(Path thread) {
        try {
            return Files.readString(thread.resolve("status"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
