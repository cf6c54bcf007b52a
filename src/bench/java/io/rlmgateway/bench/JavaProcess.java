package io.rlmgateway.bench;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A child JVM, which does not outlive this one. */
final class JavaProcess implements AutoCloseable {

    private final Process process;
    private final Thread lastResort;

    private JavaProcess(Process process) {
        this.process = process;
        this.lastResort = new Thread(process::destroyForcibly, "end of child " + process.pid());
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /**
     * Starts a main class of the benchmarks, with nothing else on its class path. What it prints is read by the caller.
     *
     * @param main the class; it uses the JDK only
     * @param arguments its arguments
     */
    static JavaProcess ofClass(Class<?> main, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("-cp", classes(main), main.getName()));
        all.addAll(List.of(arguments));
        return start(all, ProcessBuilder.Redirect.PIPE);
    }

    /**
     * Starts the service.
     *
     * @param jar the packaged service
     * @param arguments its arguments
     * @param output file for what it prints
     */
    static JavaProcess ofJar(Path jar, List<String> arguments, File output) throws IOException {
        List<String> all = new ArrayList<>(List.of("-jar", jar.toString()));
        all.addAll(arguments);
        return start(all, ProcessBuilder.Redirect.to(output));
    }

    private static JavaProcess start(List<String> arguments, ProcessBuilder.Redirect output) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        return new JavaProcess(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start());
    }

    private static String classes(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@return the first line that it prints; waits for it} */
    String firstLine() throws IOException {
        String line = process.inputReader().readLine();
        if (line == null) {
            throw new IOException("A child process ended without a word");
        }
        return line;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(lastResort);
    }
}
