package io.rlmgateway.repl.worker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.Cell;
import io.rlmgateway.repl.InterpreterLostException;
import io.rlmgateway.repl.InterpreterSetup;
import io.rlmgateway.repl.ReplLimits;
import io.rlmgateway.repl.ReplSetup;
import io.rlmgateway.repl.TestFunction;
import io.rlmgateway.repl.Timer;
import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.Opened;
import io.rlmgateway.repl.worker.wire.ToWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A session whose worker says, once it was asked to run a cell, whatever bytes it is given, and is then gone. The cell
 * must end, or the worker be lost: no other exception, no error, no hanging.
 */
public final class FramesFuzzTarget {

    /** More would not fit into the socket, which nobody reads while it is written. */
    private static final int MAX_BYTES = 100_000;

    private static final Cell CELL = new Cell(1, "1", Instant.EPOCH, Duration.ofMinutes(1));
    private static final ReplSetup SESSION = new ReplSetup(
            "tenant",
            List.of(),
            Map.of(),
            List.of(TestFunction.of("echo(value)", arguments -> arguments.value("value"))),
            new ReplLimits(Duration.ofMinutes(1), 10_000, 100));
    private static final Path SOCKET = socket();
    private static final ServerSocketChannel SERVER = server();

    private FramesFuzzTarget() {}

    /** Called by the fuzzer at its start: every worker that is refused is a line of the log. */
    public static void fuzzerInitialize() {
        logLevel(Level.ERROR);
    }

    /** Puts the log back, for the tests that follow. */
    public static void fuzzerTearDown() {
        logLevel(null);
    }

    private static void logLevel(@Nullable Level level) {
        if (LoggerFactory.getLogger(WorkerInterpreter.class) instanceof Logger logger) {
            logger.setLevel(level);
        }
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        FakeWorker worker = new FakeWorker(1);
        try (SocketChannel there = SocketChannel.open(UnixDomainSocketAddress.of(SOCKET));
                Script script = new Script(SERVER.accept())) {
            there.write(ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, MAX_BYTES)));
            there.shutdownOutput();
            var session = new WorkerInterpreter(
                    worker,
                    script,
                    new InterpreterSetup(SESSION, new Timer(), 1, false),
                    Duration.ofMinutes(1),
                    () -> {});
            try {
                session.execute(CELL);
                session.printed();
            } catch (InterpreterLostException lost) {
                lost.printed();
            } catch (FailureException refused) {
                refused.failure();
            }
            session.gone().join();
        }
    }

    private static Path socket() {
        try {
            return Files.createTempDirectory("rlm-frames").resolve("socket");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocketChannel server() {
        try {
            return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(SOCKET));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens the session, waits for the cell, and lets the bytes through. */
    private static final class Script implements Connection<ToWorker, FromWorker> {

        private final SocketConnection<ToWorker, FromWorker> bytes;
        private final CountDownLatch asked = new CountDownLatch(1);
        private boolean opened;

        Script(SocketChannel channel) {
            bytes = new SocketConnection<>(channel, FromWorker.parser());
        }

        @Override
        public void send(ToWorker message) {
            if (message.hasExecute()) {
                asked.countDown();
            }
        }

        @Override
        public @Nullable FromWorker receive() throws IOException {
            if (!opened) {
                opened = true;
                return FromWorker.newBuilder()
                        .setOpened(Opened.getDefaultInstance())
                        .build();
            }
            try {
                asked.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return bytes.receive();
        }

        @Override
        public void finish() {
            bytes.finish();
        }

        @Override
        public void close() {
            bytes.close();
        }
    }
}
