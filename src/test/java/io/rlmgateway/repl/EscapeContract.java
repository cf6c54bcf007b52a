package io.rlmgateway.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads that try to leave a Python sandbox. Each has canaries, which must not be in its output. */
public abstract class EscapeContract {

    /** What the environment variable {@code RLM_CANARY} holds, and a file. */
    protected static final String SECRET = "RLM-CANARY-5d0a1c";

    private static final List<String> ESCAPES =
            List.of(SECRET, "uid=", "WROTE", "FORKED", "CONNECTED", "LISTENING", "CLASSPATH", "HEAPDUMP");

    /** What is Java's and not Python's: names of classes, frames of a stack, exceptions. */
    private static final Pattern JAVA = Pattern.compile(
            "com\\.oracle|org\\.graalvm|io\\.rlmgateway|\\bjava\\.(lang|util|io|nio|net)\\b|\tat |\\.java:\\d"
                    + "|Unsupported\\w+Exception|ClassCast|NullPointer|IllegalState|IllegalArgument|PolyglotException");

    @TempDir
    Path folder = Path.of("");

    private @Nullable Repl repl;

    /** {@return the technology under test} */
    protected abstract Repls repls();

    /** {@return texts of this machine that Python must not see} */
    protected Stream<String> secrets() {
        return Stream.of(
                System.getProperty("user.dir"),
                System.getProperty("user.home") + "/",
                System.getProperty("java.home"),
                "rlm-workers-",
                ".jar");
    }

    @AfterEach
    void close() {
        if (repl != null) {
            repl.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sandbox_escape", "graalpy_specific"})
    void noPayloadEscapes(String name) throws IOException {
        Path canary = Files.writeString(folder.resolve("canary.txt"), SECRET);
        try (ServerSocket port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            List<String> escaped = new ArrayList<>();
            AttackCorpus.attacks(name).forEach(attack -> {
                String code = attack.code()
                        .replace("{{CANARY_FILE}}", canary.toString())
                        .replace("{{CANARY_DIR}}", folder.toString())
                        .replace("{{CANARY_PORT}}", Integer.toString(port.getLocalPort()));
                String shown = withoutQuotations(shown(code), code);
                if (betrays(shown)) {
                    escaped.add(attack.id() + ": " + shown);
                }
            });

            assertThat(escaped).isEmpty();
            assertThat(folder).isDirectoryContaining("glob:**canary.txt").isDirectoryNotContaining("glob:**pwn*");
            assertThat(wasConnectedTo(port)).isFalse();
        }
    }

    /** A traceback shows lines of the payload, and messages show the paths that it names. */
    private String withoutQuotations(String shown, String code) {
        String rest = shown;
        for (String line : code.strip().lines().toList()) {
            rest = rest.replace(line.strip(), "");
        }
        return rest.replace(folder.toString(), "");
    }

    private boolean betrays(String shown) {
        return ESCAPES.stream().anyMatch(shown::contains)
                || secrets().anyMatch(shown::contains)
                || JAVA.matcher(shown).find();
    }

    private static boolean wasConnectedTo(ServerSocket port) throws IOException {
        port.setSoTimeout(1);
        try (var connection = port.accept()) {
            return connection.isBound();
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /** Runs a payload in the session of those before it, as long as that lives. */
    private String shown(String code) {
        Repl current = repl == null ? open() : repl;
        Execution execution = current.execute(code);
        repl = current;
        String output = execution.output().text()
                + execution.output().value()
                + execution.output().variables();
        if (execution instanceof Execution.Stopped) {
            current.close();
            repl = null;
        }
        return switch (execution) {
            case Execution.Printed _ -> output;
            case Execution.Failed failed -> output + failed.error() + failed.traceback();
            case Execution.Finished finished -> output + finished.answer();
            case Execution.Stopped stopped -> output + stopped.reason();
        };
    }

    private Repl open() {
        return repls().open(new ReplSetup(
                "tenant",
                List.of(),
                AttackCorpus.CONTEXT,
                AttackCorpus.functions(),
                new ReplLimits(Duration.ofSeconds(10), 200_000, 10_000)));
    }
}
