package io.rlmgateway.repl.graalpy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A session on CPython, to compare with: a process of {@code src/test/resources/cpython/session.py}. */
final class CPython implements AutoCloseable {

    private final Process process;
    private final Writer requests;
    private final BufferedReader replies;

    private CPython(Process process) {
        this.process = process;
        requests = process.outputWriter(StandardCharsets.UTF_8);
        replies = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * An interpreter of this machine.
     *
     * @param command what starts it
     * @param version as {@code 3.12.1}
     */
    record Installation(String command, String version) {

        /** Whether it is of the same language version, as 3.12 is that of 3.12.1. */
        boolean speaks(String version) {
            return this.version.startsWith(version + ".");
        }

        CPython open(Path folder, String context) throws IOException {
            ProcessBuilder builder = new ProcessBuilder(command, "-I", "-B", "-X", "utf8", script())
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().keySet().retainAll(List.of("PATH", "HOME", "PYENV_ROOT"));
            CPython session = new CPython(builder.start());
            session.say(Map.of("context", context));
            return session;
        }
    }

    private static String script() {
        return Path.of("src/test/resources/cpython/session.py").toAbsolutePath().toString();
    }

    /** {@return the interpreter that the property {@code python} names, else one on the path, the nearest version first} */
    static Optional<Installation> find(String version) {
        return Stream.of(System.getProperty("python", ""), "python" + version, "python3")
                .filter(command -> !command.isEmpty())
                .flatMap(command -> version(command).map(found -> new Installation(command, found)).stream())
                .findFirst();
    }

    private static Optional<String> version(String command) {
        try {
            Process process = new ProcessBuilder(command, "-c", "import platform; print(platform.python_version())")
                    .redirectErrorStream(true)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? Optional.of(printed) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void say(Map<String, String> message) throws IOException {
        requests.write(JsonMapper.shared().writeValueAsString(message) + "\n");
        requests.flush();
    }

    /** Runs a cell; {@return its printed, value, error, traceback, answer} */
    JsonNode run(String code) {
        try {
            say(Map.of("code", code));
            String reply = replies.readLine();
            if (reply == null) {
                throw new IOException("CPython ended at: " + code);
            }
            return JsonMapper.shared().readTree(reply);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
