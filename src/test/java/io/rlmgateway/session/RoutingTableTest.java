package io.rlmgateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.session.Question.ChatMessage;
import io.rlmgateway.session.Question.Mode;
import io.rlmgateway.session.Question.Part;
import io.rlmgateway.session.Question.Role;
import io.rlmgateway.session.Question.Settings;
import io.rlmgateway.session.RoutingTable.Facts;
import io.rlmgateway.session.RoutingTable.Row;
import io.rlmgateway.trajectory.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table by which {@code auto} decides, row by row. */
class RoutingTableTest {

    private static final long BORDER = 60_000;

    private final RoutingTable table = RoutingTable.read();

    private SessionFixture session;

    @BeforeEach
    void open(@TempDir Path directory) {
        session = new SessionFixture(directory);
        session.settings = Settings.DEFAULT;
    }

    /** On both sides of each row's borders: the row that decides, and what it decides on. */
    @ParameterizedTest
    @CsvSource({
        "follow-up, 200001, 100000, 0, LOOKUP, gpt, true",
        "follow-up, 100, 100000, 0, LOOKUP, gpt, true",
        "follow-up, 900000, 100000, 9, WHOLE, weak-coder, true",
        "weak-coder, 16000, 8000, 0, LOOKUP, weak-coder, false",
        "weak-coder, 60000, 128000, 9, WHOLE, weak-coder, false",
        "long, 60001, 128000, 0, LOOKUP, weak-coder, false",
        "long, 16001, 8000, 0, LOOKUP, weak-coder, false",
        "whole-text-question, 30001, 128000, 0, WHOLE, gpt, false",
        "whole-text-question, 900000, 128000, 0, WHOLE, gpt, false",
        "short, 30000, 128000, 0, WHOLE, gpt, false",
        "many-files, 30001, 128000, 5, LOOKUP, gpt, false",
        "short, 30000, 128000, 5, LOOKUP, gpt, false",
        "short, 30001, 128000, 4, LOOKUP, gpt, false",
        "short, 60000, 128000, 0, LOOKUP, gpt, false",
        "long, 60001, 128000, 0, LOOKUP, gpt, false",
        "short, 32000, 32000, 0, LOOKUP, gpt, false",
        "long, 32001, 32000, 0, LOOKUP, gpt, false"
    })
    void theRowThatDecides(
            String row, long characters, long window, int files, QuestionKind kind, String profile, boolean continued) {
        Facts facts = new Facts(characters, BORDER, window, files, kind, profile, continued);
        assertThat(table.decide(facts).name()).isEqualTo(row);
    }

    @Test
    void eachRowHasItsEvidenceAndItsCasesAndTheLastFitsAll() throws NoSuchMethodException {
        String cases = Stream.of(RoutingTableTest.class
                        .getDeclaredMethod(
                                "theRowThatDecides",
                                String.class,
                                long.class,
                                long.class,
                                int.class,
                                QuestionKind.class,
                                String.class,
                                boolean.class)
                        .getAnnotation(CsvSource.class)
                        .value())
                .collect(Collectors.joining("\n"));
        assertThat(table.rows()).allSatisfy(row -> {
            assertThat(row.evidence()).isNotBlank();
            assertThat(row.reason()).isNotBlank();
            assertThat(row.way()).isNotEqualTo(Mode.AUTO);
            assertThat(cases).contains(row.name() + ", ");
        });
        Facts worst = new Facts(Long.MAX_VALUE / 8, 1, 1, 0, QuestionKind.LOOKUP, "", false);
        assertThat(table.decide(worst)).isEqualTo(table.rows().getLast());
    }

    @Test
    void profilesOfTheTableAreThere() {
        assertThat(table.rows().stream().map(Row::when).flatMap(when -> Stream.ofNullable(when.profiles())))
                .allSatisfy(names -> assertThat(ShippedProfiles.read()).containsKeys(names.toArray(String[]::new)));
    }

    private QuestionKind kind(Part... parts) {
        return QuestionKind.of(session.question(List.of(
                new ChatMessage(Role.USER, List.of(new Part.Text("How many?"))),
                new ChatMessage(Role.ASSISTANT, List.of(new Part.Text("Two."))),
                new ChatMessage(Role.USER, List.of(parts)))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "How many apples are there?",
                "List all the people who signed.",
                "Give me every date in it.",
                "Which colour is the most common?",
                "Find all pairs of users that met.",
                "What percentage of them is red?"
            })
    void aQuestionAboutAllOfTheText(String question) {
        assertThat(kind(new Part.Text(question))).isEqualTo(QuestionKind.WHOLE);
        assertThat(kind(new Part.Text("word ".repeat(500) + question))).isEqualTo(QuestionKind.WHOLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"When was the treaty signed?", "What does the third chapter say of apples?", "Who? And why?"})
    void aQuestionAboutAPlace(String question) {
        assertThat(kind(new Part.Text(question))).isEqualTo(QuestionKind.LOOKUP);
        assertThat(kind(new Part.Text("word ".repeat(500) + "How many? " + "word ".repeat(500) + question)))
                .isEqualTo(QuestionKind.LOOKUP);
        assertThat(kind(new Part.StoredFile("file-1", "p"))).isEqualTo(QuestionKind.LOOKUP);
    }

    private Route route(String text) {
        return session.routing().route(session.question(text));
    }

    @Test
    void theReasonNamesTheRowAndTheSize() {
        assertThat(route("x".repeat(5_000)).reason())
                .isEqualTo("short: the prompt is short (5,000 characters, window of 100,000 tokens)");
        assertThat(route("x".repeat(5_001)).reason()).startsWith("long: the prompt is long (5,001 characters");
        assertThat(route("How many? " + "x".repeat(3_000))).isInstanceOf(Route.Rlm.class);
        session.settings = new Settings(Mode.RLM, null, List.of(), Map.of());
        assertThat(route("x").reason()).isEqualTo("asked for");
    }

    @Test
    void filesAndProfileComeFromTheRequest() {
        for (int i = 0; i < 5; i++) {
            session.documents.add("part.txt", "y".repeat(600));
        }
        List<String> files = List.of("file-1", "file-2", "file-3", "file-4", "file-5");
        session.settings = new Settings(null, null, files, Map.of());
        assertThat(route("Who?").reason()).startsWith("many-files: ");
        session.settings = new Settings(null, null, files, Map.of(), "weak-coder");
        assertThat(route("Who?").reason()).startsWith("weak-coder: ");
    }

    @Test
    void theRunKnowsItsReason() {
        session.settings = Settings.DEFAULT;
        session.models.turn("FINAL(42)");
        RlmSessions sessions = session.sessions();
        sessions.answer((Route.Rlm) sessions.route(session.question("x ".repeat(4_000))), progress -> {});
        sessions.destroy();
        Event.Approach approach = Objects.requireNonNull(
                session.trajectories.events(Event.Opened.class).getFirst().approach());
        assertThat(approach.reason()).startsWith("long: ");
        assertThat(approach.profile()).isEqualTo("demo");
    }
}
