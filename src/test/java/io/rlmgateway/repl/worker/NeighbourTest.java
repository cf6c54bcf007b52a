package io.rlmgateway.repl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions that do their worst to the interpreter and its process, beside a neighbour in the same process. */
@Tag("security")
class NeighbourTest {

    private static final ReplLimits LIMITS = new ReplLimits(Duration.ofSeconds(2), 200_000, 1_000);
    private static final Pattern JAVA =
            Pattern.compile("com\\.oracle|org\\.graalvm|io\\.rlmgateway|\\bjava\\.(lang|util|io|nio)\\b");
    private static final Neighbourhood NEIGHBOURHOOD = new Neighbourhood();

    /** The cells of a session. */
    record Session(String name, List<String> cells) {
        static Session of(String text) {
            String name = text.lines().findFirst().orElseThrow();
            return new Session(name, List.of(text.substring(name.length()).split("(?m)^--$", -1)));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Session> sessions() throws IOException {
        try (InputStream file = NeighbourTest.class.getResourceAsStream("/attacks/own.txt")) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return Pattern.compile("(?m)^#### ").splitAsStream(text).skip(1).map(Session::of);
        }
    }

    @AfterAll
    static void close() {
        NEIGHBOURHOOD.close();
    }

    @ParameterizedTest
    @MethodSource("sessions")
    @Timeout(60)
    void neighbourGoesOnAndNothingOfJavaIsShown(Session session) {
        Repl attacker = NEIGHBOURHOOD.attacker(LIMITS);
        for (String cell : session.cells()) {
            assertThat(shown(attacker.execute(cell.strip()))).doesNotContainPattern(JAVA);
        }
        attacker.close();

        assertThat(NEIGHBOURHOOD.answer()).isEqualTo(Neighbourhood.expected());
    }

    private static String shown(Execution execution) {
        String output = execution.output().text() + execution.output().value();
        return switch (execution) {
            case Execution.Printed _ -> output;
            case Execution.Finished finished -> output + finished.answer();
            case Execution.Failed failed -> output + failed.traceback();
            case Execution.Stopped stopped -> output + stopped.reason();
        };
    }
}
