package io.rlmgateway.session.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.repl.ReplFunction.Attributes;
import io.rlmgateway.session.SessionFunction;
import io.rlmgateway.session.SubQuestion;
import io.rlmgateway.upstream.Message;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SessionFunctionsTest {

    private final RecordingScope scope = new RecordingScope();

    private @Nullable Object call(String name, @Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return function(name).call(new Arguments(values), scope);
    }

    private static SessionFunction function(String name) {
        return SessionFunctions.all().stream()
                .filter(function -> function.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> wrongPrompts() {
        String message = "prompt must be str or a list of {\"role\", \"content\"} dicts";
        return Stream.of(
                arguments(
                        "llm_query",
                        new Object[] {"prompt", 5L},
                        "prompt must be str or a list of message dicts, not int"),
                arguments(
                        "llm_query",
                        new Object[] {"prompt", null},
                        "prompt must be str or a list of message dicts, not NoneType"),
                arguments(
                        "llm_query",
                        new Object[] {"prompt", List.of()},
                        "prompt must be str or a list of message dicts, not list"),
                arguments("llm_query", new Object[] {"prompt", List.of("x")}, message),
                arguments("llm_query", new Object[] {"prompt", List.of(Map.of("role", "user"))}, message),
                arguments("llm_query", new Object[] {"prompt", List.of(Map.of("content", "x"))}, message),
                arguments(
                        "llm_query",
                        new Object[] {"prompt", List.of(Map.of("role", "tool", "content", "x"))},
                        "role must be system, user or assistant, not 'tool'"),
                arguments("llm_query", new Object[] {"prompt", "x", "context", 5.0}, "context must be str, not float"),
                arguments("llm_query", new Object[] {"prompt", "x", "model", true}, "model must be str, not bool"),
                arguments("llm_query_batched", new Object[] {"prompts", "x"}, "prompts must be list, not str"),
                arguments("llm_query_batched", new Object[] {"prompts", null}, "prompts must be list, not NoneType"),
                arguments(
                        "llm_query_batched",
                        new Object[] {"prompts", List.of("x", 5L)},
                        "prompt must be str or a list of message dicts, not int"),
                arguments(
                        "rlm_query",
                        new Object[] {"prompt", Map.of()},
                        "prompt must be str or a list of message dicts, not dict"),
                arguments("rlm_query_batched", new Object[] {"prompts", 5L}, "prompts must be list, not int"),
                arguments("search", new Object[] {"query", 5L, "k", 10L}, "query must be str, not int"),
                arguments("search", new Object[] {"query", "x", "k", "10"}, "k must be int, not str"),
                arguments("search", new Object[] {"query", "x", "k", 0L}, "k must be 1 to 1000, not 0"),
                arguments("search", new Object[] {"query", "x", "k", 1001L}, "k must be 1 to 1000, not 1001"));
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> wrongPlaces() {
        return Stream.of(
                arguments(
                        "search",
                        new Object[] {"query", "x", "k", 1L, "documents", 5L},
                        "documents must be a list of document ids, not int"),
                arguments(
                        "search",
                        new Object[] {"query", "x", "k", 1L, "documents", List.of(5L)},
                        "documents must be a list of document ids, not int"),
                arguments(
                        "cite",
                        new Object[] {"passage_or_start", "x", "end", 5L},
                        "passage_or_start must be int, not str"),
                arguments("cite", new Object[] {"passage_or_start", 1L, "end", null}, "end must be int, not NoneType"),
                arguments(
                        "cite",
                        new Object[] {"passage_or_start", Map.of("start", 1L), "end", null},
                        "passage_or_start must be int, not dict"),
                arguments(
                        "cite",
                        new Object[] {"passage_or_start", 1L, "end", 2L, "document", 3L},
                        "document must be str, not int"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource({"wrongPrompts", "wrongPlaces"})
    void aWrongArgumentIsAPythonError(String name, @Nullable Object[] given, String message) {
        assertThatThrownBy(() -> call(name, given))
                .isInstanceOf(PythonException.class)
                .hasMessage(message);
        assertThat(scope.calls).isEmpty();
    }

    @Test
    void promptsAreReadInAllForms() {
        assertThat(call("llm_query", "prompt", "Who?", "context", "Text", "model", "a/b"))
                .isEqualTo("answer");
        assertThat(call("rlm_query", "prompt", List.of(Map.of("role", "Developer", "content", "Short."))))
                .isEqualTo("answer");
        assertThat(scope.calls)
                .containsExactly(
                        List.of("llm_query", new SubQuestion(List.of(Message.user("Who?")), "Text", "a/b")),
                        List.of("rlm_query", new SubQuestion(List.of(Message.system("Short.")), null, null)));
    }

    @Test
    void batchesShareTheirModel() {
        call(
                "llm_query_batched",
                "prompts",
                List.of("a", List.of(Map.of("role", "assistant", "content", "b"))),
                "model",
                "a/b");
        call("rlm_query_batched", "prompts", List.of("c"));
        assertThat(scope.calls)
                .containsExactly(
                        List.of(
                                "llm_query_batched",
                                List.of(
                                        new SubQuestion(List.of(Message.user("a")), null, "a/b"),
                                        new SubQuestion(List.of(Message.assistant("b")), null, "a/b"))),
                        List.of("rlm_query_batched", List.of(new SubQuestion(List.of(Message.user("c")), null, null))));
    }

    @Test
    void passagesAreObjects() {
        assertThat(call("search", "query", "x", "k", 5L, "documents", List.of("file-1")))
                .isEqualTo(List.of(new Attributes(
                        "Passage",
                        Map.of("text", "text", "document", "file-1", "start", 3L, "end", 7L, "score", 1.5))));
        call("search", "query", "x", "k", 5L);
        call("search", "query", "x", "k", 5L, "documents", "file-2");
        assertThat(scope.calls)
                .containsExactly(
                        List.of("x", 5, List.of("file-1")),
                        Arrays.asList("x", 5, null),
                        List.of("x", 5, List.of("file-2")));
    }

    @Test
    void aPassageOrAPlaceIsCited() {
        assertThat(call("cite", "passage_or_start", Map.of("document", "file-1", "start", 3L, "end", 7L)))
                .isEqualTo("cited");
        call("cite", "passage_or_start", 3L, "end", 7L, "document", "file-2");
        assertThat(scope.calls).containsExactly(List.of("file-1", 3L, 7L), List.of("file-2", 3L, 7L));
    }

    @Test
    void theBudgetIsADict() {
        assertThat(call("budget")).isEqualTo(Map.of("turns", 3));
    }

    @Test
    void whatALoopIsAboutToAskIsPassedOn() {
        call("__llm_ahead__", "calls", List.of(Map.of("prompt", "Who?", "context", "text")), "window", 8L);
        assertThat(scope.calls)
                .containsExactly(
                        List.of("llm_query", List.of(new SubQuestion(List.of(Message.user("Who?")), "text", null)), 8));
    }

    @Test
    void whatAsksModelsCanBeAwaitedAndNothingElse() {
        assertThat(SessionFunctions.all())
                .allSatisfy(function -> assertThat(function.description()).isNotBlank());
        assertThat(SessionFunctions.all())
                .filteredOn(SessionFunction::awaitable)
                .extracting(SessionFunction::name)
                .containsExactlyInAnyOrder("llm_query", "llm_query_batched", "rlm_query", "rlm_query_batched");
        assertThat(function("llm_query_batched").aliases()).containsExactly("llm_batch");
        assertThat(function("llm_query").aliases()).isEmpty();
    }

    @Test
    void chunkSizeIsThatOfTheScope() {
        assertThat(call("__chunk_size__")).isEqualTo(12_000);
    }
}
