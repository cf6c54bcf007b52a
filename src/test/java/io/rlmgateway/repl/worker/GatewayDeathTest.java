package io.rlmgateway.repl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplLimits;
import io.rlmgateway.repl.ReplSetup;
import io.rlmgateway.repl.replay.ReplayingRepls;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A service that is killed leaves no worker behind, whatever its cells do. */
class GatewayDeathTest {

    /** A service with two workers, one of which runs a cell without an end. Says which processes they are. */
    static final class Gateway {

        private Gateway() {}

        public static void main(String[] arguments) {
            WorkerPool pool = new WorkerPool(
                    ProcessSandbox.SANDBOX,
                    ProcessSandbox.WORKERS,
                    new Workers(ProcessSandbox.WORKERS, ProcessSandbox.launcher()::start, InstantSource.system()));
            Repl repl = new ReplayingRepls(pool)
                    .open(new ReplSetup(
                            "tenant",
                            List.of(),
                            Map.of(),
                            List.of(),
                            new ReplLimits(Duration.ofHours(1), 10_000, 100)));
            repl.execute("x = 1");
            System.out.println(ProcessHandle.current()
                    .children()
                    .map(child -> Long.toString(child.pid()))
                    .collect(Collectors.joining(" ")));
            repl.execute("while True: pass");
        }
    }

    private static Process gateway() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Gateway.class.getName()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<ProcessHandle> workers(Process gateway) throws IOException {
        BufferedReader output = gateway.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.matches("\\d+( \\d+)*")) {
                return List.of(line.split(" ")).stream()
                        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                        .toList();
            }
        }
        throw new IOException("the service did not start");
    }

    @Test
    void workersOfAGatewayThatIsKilledEnd() throws Exception {
        Process gateway = gateway();
        try {
            List<ProcessHandle> workers = workers(gateway);

            gateway.destroyForcibly().waitFor();

            assertThat(workers)
                    .isNotEmpty()
                    .allSatisfy(worker -> assertThat(worker.onExit()).succeedsWithin(60, TimeUnit.SECONDS));
        } finally {
            gateway.destroyForcibly();
        }
    }
}
