package io.rlmgateway.evaluation;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * The service that is asked: one that runs elsewhere, or one of this evaluation's own, in this process, on a free port
 * of this machine and with a key that nobody else knows.
 *
 * @param base its address
 * @param key for requests; empty for none
 * @param end what ends it
 */
record Service(URI base, String key, Runnable end) implements AutoCloseable {

    private static final int KEY_BYTES = 24;
    private static final int LOOKS = 240;
    private static final Duration PAUSE = Duration.ofMillis(250);

    static Service elsewhere(URI base, String key) {
        return new Service(base, key, () -> {});
    }

    /**
     * Starts one.
     *
     * @param settings configuration beside that of files and environment
     * @param start starts the application with command line arguments
     */
    static Service own(Map<String, String> settings, Function<String[], ConfigurableApplicationContext> start) {
        byte[] secret = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(secret);
        String key = "sk-" + HexFormat.of().formatHex(secret);
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--management.server.port=0",
                "--logging.level.io.rlmgateway=warn",
                "--rlm.access.keys[0].name=evaluation",
                "--rlm.access.keys[0].tenant=evaluation",
                "--rlm.access.keys[0].key=" + key));
        settings.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        ConfigurableApplicationContext context = start.apply(arguments.toArray(String[]::new));
        Environment environment = context.getEnvironment();
        String host = "http://127.0.0.1:";
        await(URI.create(host + environment.getRequiredProperty("local.management.port")));
        return new Service(
                URI.create(host + environment.getRequiredProperty("local.server.port")), key, context::close);
    }

    /** Waits until a sandbox is warm, so that the first question is not slower than others; it is asked anyway. */
    private static void await(URI management) {
        Exchange exchange = new Exchange(management, "");
        for (int look = 0; look < LOOKS; look++) {
            try {
                exchange.send(exchange.request("/startupz").GET(), PAUSE.multipliedBy(LOOKS));
                return;
            } catch (ServiceException e) {
                LockSupport.parkNanos(PAUSE.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() {
        end.run();
    }
}
