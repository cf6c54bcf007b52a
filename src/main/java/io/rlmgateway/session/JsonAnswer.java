package io.rlmgateway.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Data that matches a schema. Two are equal when their schemas are. */
final class JsonAnswer implements AnswerForm {

    private static final long MAX_CHARACTERS = 4_000_000;

    /** A loop over one schema reads it once; what a schema means depends on nothing but itself. */
    private static final Cache<Map<?, ?>, JsonAnswer> KNOWN = Caffeine.newBuilder()
            .maximumWeight(MAX_CHARACTERS)
            .weigher((Map<?, ?> source, JsonAnswer answer) ->
                    answer.schema.text().length())
            .build();

    private final Map<?, ?> source;
    private final AnswerSchema schema;

    private JsonAnswer(Map<?, ?> source) {
        this.source = source;
        this.schema = AnswerSchema.of(source);
    }

    /**
     * Takes a schema.
     *
     * @throws io.rlmgateway.repl.PythonException a ValueError when it is none
     */
    static JsonAnswer of(Map<?, ?> source) {
        return KNOWN.get(source, JsonAnswer::new);
    }

    @Override
    public String instruction() {
        return PromptTexts.schema(schema.text());
    }

    /** Only an object can be asked for; a schema need not be a strict one in OpenAI's sense. */
    @Override
    public @Nullable Map<String, Object> responseFormat() {
        return Objects.equals(source.get("type"), "object")
                ? Map.of(
                        "type",
                        "json_schema",
                        "json_schema",
                        Map.of("name", "answer", "strict", false, "schema", source))
                : null;
    }

    @Override
    public Reading read(String reply, String given) {
        return read(reply, found -> JsonText.value(found.node()));
    }

    /**
     * Reads a text that must be kept as it is written.
     *
     * @return the JSON in it, or what is wrong with it
     */
    Reading readText(String text) {
        return read(text, JsonText.Found::text);
    }

    private Reading read(String reply, Function<JsonText.Found, @Nullable Object> value) {
        List<JsonText.Found> found = JsonText.find(reply);
        if (found.isEmpty()) {
            return new Reading.Misses(JsonText.problem(reply));
        }
        String first = "";
        for (JsonText.Found json : found) {
            String mismatch = schema.mismatch(json.node());
            if (mismatch.isEmpty()) {
                return new Reading.Fits(value.apply(json));
            }
            first = first.isEmpty() ? mismatch : first;
        }
        return new Reading.Misses(first);
    }

    /** {@return the schema as JSON} */
    String schema() {
        return schema.text();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonAnswer answer && source.equals(answer.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return schema.text();
    }
}
