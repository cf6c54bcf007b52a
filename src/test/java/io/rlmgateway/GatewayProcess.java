package io.rlmgateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;

/** The whole service in a process of its own, that can be killed. */
final class GatewayProcess implements AutoCloseable {

    private static final String READY = "the service listens on ";

    private final Process process;
    private final int port;

    private GatewayProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts the service and waits until it takes requests. */
    static GatewayProcess start(Path directory, Map<String, String> settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Service.class.getName(),
                "--server.port=0",
                "--management.server.port=0",
                "--rlm.data-directory=" + directory));
        settings.forEach((name, value) -> command.add("--" + name + "=" + value));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(READY)) {
                Thread.ofVirtual().start(() -> output.lines().forEach(System.out::println));
                return new GatewayProcess(process, Integer.parseInt(line.substring(READY.length())));
            }
            System.out.println(line);
        }
        throw new IOException("the service did not start");
    }

    int port() {
        return port;
    }

    /** Kills it, as {@code kill -9} does, and waits until it is gone. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    /** The process. */
    static final class Service {

        private Service() {}

        public static void main(String[] arguments) {
            var context = SpringApplication.run(RlmGateway.class, arguments);
            System.out.println(READY + context.getEnvironment().getProperty("local.server.port"));
        }
    }
}
