package io.rlmgateway.session;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.session.AnswerForm.Reading;
import io.rlmgateway.upstream.ResponseFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The form that a session's final answer must have, as the client's {@code response_format} says it. What the root model
 * gives as its answer is checked before it ends the session.
 *
 * @param json the schema that it must match, or null for any text
 */
record FinalForm(@Nullable JsonAnswer json) {

    /** Any text, as long as there is some. */
    static final FinalForm TEXT = new FinalForm(null);

    private static final String PARAM = "response_format.json_schema.schema";
    private static final String EMPTY =
            "The final answer was empty. Give the answer itself; if the text does not hold it, say so.";

    /**
     * Reads what a client asked for.
     *
     * @param output the client's wishes for the answer
     * @return the form
     * @throws FailureException with {@code InvalidRequest} when the schema is none that can be checked
     */
    static FinalForm of(Question.Output output) {
        return switch (ResponseFormat.of(output.parameters().get("response_format"))) {
            case ResponseFormat.Text _ -> TEXT;
            case ResponseFormat.Json _ -> new FinalForm(JsonAnswer.of(Map.of("type", "object")));
            case ResponseFormat.Schema schema -> new FinalForm(checked(schema));
        };
    }

    /**
     * Checks what a client asked for where a model keeps to it, and not this service: there only the schema's form counts.
     *
     * @param output the client's wishes for the answer
     * @throws FailureException with {@code InvalidRequest} when the schema is none
     */
    static void check(Question.Output output) {
        if (ResponseFormat.of(output.parameters().get("response_format")) instanceof ResponseFormat.Schema schema) {
            try {
                AnswerSchema.checkForm(schema.schema());
            } catch (PythonException e) {
                throw unusable(schema.name(), String.valueOf(e.getMessage()), e);
            }
        }
    }

    private static JsonAnswer checked(ResponseFormat.Schema schema) {
        if (schema.strict()) {
            SchemaSize.check(schema.schema(), why -> unusable(schema.name(), why, null));
        }
        try {
            return JsonAnswer.of(schema.schema());
        } catch (PythonException e) {
            throw unusable(schema.name(), String.valueOf(e.getMessage()), e);
        }
    }

    private static FailureException unusable(String name, String why, @Nullable Throwable cause) {
        return new FailureException(
                new Failure.InvalidRequest(
                        Failure.Reason.INVALID_VALUE,
                        "Invalid schema for response_format '" + name + "': " + why + ".",
                        PARAM),
                cause);
    }

    /** {@return what the root model is told of it; empty for nothing} */
    String instruction() {
        return json == null ? "" : PromptTexts.finalForm(json.schema());
    }

    /** {@return the question that ends a session without an answer} */
    String closing(String reason, String variables) {
        return json == null
                ? PromptTexts.closing(reason, variables)
                : PromptTexts.closing(reason, variables, json.schema());
    }

    /** {@return {@code response_format} for a reply that is the answer itself, or null} */
    @Nullable
    Map<String, Object> responseFormat() {
        return json == null ? null : json.responseFormat();
    }

    /**
     * Reads what was given as the final answer.
     *
     * @return the answer as the client gets it, or what the root model is told of it
     */
    Reading read(String answer) {
        if (json == null) {
            return answer.isBlank() ? new Reading.Misses(EMPTY) : new Reading.Fits(answer);
        }
        return switch (matching(json, answer)) {
            case Reading.Fits fits -> fits;
            case Reading.Misses(String why) -> new Reading.Misses(PromptTexts.finalMismatch(why));
        };
    }

    /**
     * Reads the last text that a session can give.
     *
     * @return the answer as the client gets it
     * @throws FailureException with {@code SchemaMismatch} when it does not fit
     */
    String last(String answer) {
        if (json == null) {
            return answer;
        }
        return switch (matching(json, answer)) {
            case Reading.Fits(Object text) -> String.valueOf(text);
            case Reading.Misses(String why) ->
                throw new FailureException(
                        new Failure.SchemaMismatch("The answer does not match the schema of response_format: " + why
                                + ". Ask again with higher limits or a simpler schema."));
        };
    }

    private static Reading matching(JsonAnswer json, String answer) {
        try {
            return json.readText(answer);
        } catch (PythonException e) {
            // the schema was good for other data, so it is this answer that cannot be checked
            return new Reading.Misses(String.valueOf(e.getMessage()));
        }
    }
}
