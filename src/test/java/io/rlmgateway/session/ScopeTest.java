package io.rlmgateway.session;

import static io.rlmgateway.session.ScriptedRepls.printed;
import static io.rlmgateway.session.SessionFixture.cell;
import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.repl.PythonException;
import io.rlmgateway.repl.ReplFunction.Attributes;
import io.rlmgateway.session.Answer.Citation;
import io.rlmgateway.session.Question.Settings;
import io.rlmgateway.trajectory.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScopeTest {

    private SessionFixture session;
    private @Nullable Answer answer;

    @BeforeEach
    void open(@TempDir Path directory) {
        session = new SessionFixture(directory);
    }

    private void documents(String... texts) {
        for (String text : texts) {
            session.documents.add("doc.txt", text);
        }
        List<String> ids = IntStream.rangeClosed(1, texts.length)
                .mapToObj(i -> "file-" + i)
                .toList();
        session.settings = new Settings(Question.Mode.RLM, null, ids, Map.of());
    }

    private @Nullable Object inACell(Function<ScriptedRepl, @Nullable Object> cell) {
        @Nullable Object[] result = new @Nullable Object[1];
        session.models.turn(cell("work"), "FINAL(done)");
        session.repls.on("work", repl -> {
            try {
                result[0] = cell.apply(repl);
            } catch (PythonException e) {
                result[0] = e;
            }
            return printed("worked");
        });
        answer = session.ask("find the apple here");
        return result[0];
    }

    private static List<?> list(@Nullable Object value) {
        return (List<?>) Objects.requireNonNull(value);
    }

    @Test
    void theSessionsDocumentsAreSearchedAndTheCallIsInTheJournal() {
        documents("a pear", "an apple");
        Object found = inACell(repl -> repl.call("search", "query", "apple", "k", 3L));
        assertThat(((Attributes) list(found).getFirst()).fields()).containsEntry("document", "file-2");
        assertThat(session.trajectories.events(Event.FunctionCalled.class))
                .singleElement()
                .satisfies(called -> {
                    assertThat(called.function()).isEqualTo("search");
                    assertThat(called.call()).isEqualTo(new Event.CallId(1, 1, 0));
                    assertThat(called.arguments()).contains("\"query\":\"apple\"");
                    assertThat(called.result()).contains("\"document\":\"file-2\"");
                    assertThat(called.error()).isNull();
                });
    }

    @Test
    void aSearchInSomeDocumentsStaysInThem() {
        documents("an apple", "an apple");
        assertThat(list(inACell(
                        repl -> repl.call("search", "query", "apple", "k", 3L, "documents", List.of("file-2")))))
                .hasSize(1);
    }

    @Test
    void aSearchInNoDocumentFindsNothing() {
        documents("an apple");
        assertThat(list(inACell(repl -> repl.call("search", "query", "apple", "k", 3L, "documents", List.of()))))
                .isEmpty();
    }

    @Test
    void anotherSessionsDocumentIsAValueErrorInTheJournalToo() {
        documents("an apple");
        session.documents.add("other.txt", "an apple");
        Object raised = inACell(repl -> repl.call("search", "query", "apple", "k", 3L, "documents", "file-2"));
        assertThat(raised).asString().contains("documents must be ids of this session's documents: [file-1]");
        assertThat(session.trajectories
                        .events(Event.FunctionCalled.class)
                        .getFirst()
                        .error())
                .startsWith("ValueError: documents must be");
    }

    @Test
    void aContextThatIsNoDocumentIsSearchedAndCitedToo() {
        Object found = inACell(repl -> {
            repl.call("search", "query", "apple", "k", 3L);
            Attributes passage = (Attributes)
                    list(repl.call("search", "query", "apple", "k", 3L)).getFirst();
            return repl.call("cite", "passage_or_start", passage.fields());
        });
        assertThat(found).isEqualTo("apple");
        assertThat(session.documents.kept).containsExactly(SessionFixture.RUN);
    }

    @Test
    void aCitationHoldsOffsetsInCodePointsAndAChecksum() {
        documents("😀😀 an apple 😀");
        assertThat(inACell(repl -> repl.call("cite", "passage_or_start", 1L, "end", 8L)))
                .isEqualTo("😀 an ap");
        assertThat(Objects.requireNonNull(answer).citations())
                .containsExactly(new Citation(
                        "file-1", "doc.txt", 1, 8, "a7114b6deab0a3b68f3d2d50e326ad94e78ad49f4e9fdfedca8d3a572fd3d5c6"));
    }

    @Test
    void aPairThatTheReadersBufferSplitsStaysWhole() {
        documents("x".repeat(8191) + "😀y");
        assertThat(inACell(repl -> repl.call("cite", "passage_or_start", 8190L, "end", 8192L)))
                .isEqualTo("x😀");
    }

    @Test
    void aPlaceThatIsNotThereIsAValueError() {
        documents("an apple");
        for (long[] place : new long[][] {{-1, 3}, {3, 3}, {5, 4}, {0, 9}}) {
            assertThat(inACell(repl -> repl.call("cite", "passage_or_start", place[0], "end", place[1])))
                    .asString()
                    .contains("no such place: start " + place[0] + ", end " + place[1]);
        }
    }

    @Test
    void ofSeveralDocumentsOneMustBeNamed() {
        documents("an apple", "a pear");
        assertThat(inACell(repl -> repl.call("cite", "passage_or_start", 0L, "end", 2L)))
                .asString()
                .contains("document must be one of [file-1, file-2], not null");
    }

    @Test
    void theBudgetShowsWhatIsLeft() {
        Object left = inACell(repl -> repl.call("budget"));
        assertThat(left)
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("turns", 4)
                .containsEntry("sub_calls", 20)
                .containsKeys("tokens", "cost_usd", "seconds", "calls_waiting", "calls_in_flight");
    }

    @Test
    void functionsThatAskModelsAreRestoredAndHelpersMayBeShadowed() {
        session.models.turn("```repl\nx = 1\n```").turn("FINAL(42)");
        session.ask("How many?");
        ScriptedRepl repl = session.repls.root();
        assertThat(repl.function("llm_query").restored()).isTrue();
        assertThat(repl.function("llm_query").awaitable()).isTrue();
        assertThat(repl.function("llm_query").description()).isNotBlank();
        assertThat(repl.function("llm_query_batched").aliases()).containsExactly("llm_batch");
        assertThat(repl.function("search").restored()).isFalse();
    }
}
