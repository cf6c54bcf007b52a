package io.rlmgateway;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.coyote.AbstractProtocol;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/**
 * What a service in this process holds while it works: threads, virtual ones too, and connections.
 *
 * @param threads how many there are of both kinds
 * @param connections how many connections the server counts
 */
public record ServiceLoad(long threads, LongSupplier connections) {

    /** Threads of the JVM itself come and go. */
    private static final int UNSTEADY = 25;

    private static final int PATIENCE_SECONDS = 30;

    /** {@return no service} */
    public static ServiceLoad none() {
        return new ServiceLoad(0, () -> 0);
    }

    /** {@return what a service holds now} */
    public static ServiceLoad of(ServletWebServerApplicationContext service) {
        AbstractProtocol<?> protocol =
                (AbstractProtocol<?>) ((TomcatWebServer) Objects.requireNonNull(service.getWebServer()))
                        .getTomcat()
                        .getConnector()
                        .getProtocolHandler();
        return new ServiceLoad(countThreads(), protocol::getConnectionCount);
    }

    /** {@return how many clients are connected now; Tomcat counts the one that it waits for too} */
    public long connected() {
        return Math.max(0, connections.getAsLong() - 1);
    }

    /** Waits until no client is connected any more and there are as many threads as there were. */
    public void awaitSettled() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (connected() > 0 || countThreads() > threads + UNSTEADY) {
            if (System.nanoTime() > end) {
                throw new AssertionError(connected() + " connections and " + countThreads()
                        + " threads are left, where there were " + threads);
            }
            boolean _ = new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
        }
    }

    private static long countThreads() {
        try {
            Path dump = Files.createTempDirectory("threads").resolve("dump.txt");
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
            try (Stream<String> lines = Files.lines(dump)) {
                return lines.filter(line -> line.startsWith("#")).count();
            } finally {
                Files.delete(dump);
                Files.delete(dump.getParent());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
