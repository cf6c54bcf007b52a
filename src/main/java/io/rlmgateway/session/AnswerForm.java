package io.rlmgateway.session;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The form that a sub-answer must have. */
public sealed interface AnswerForm permits ProseAnswer, QuotedAnswer, JsonAnswer {

    /** {@return any text} */
    static AnswerForm prose() {
        return new ProseAnswer();
    }

    /** {@return text with quotations from what the sub-model was given, which are checked against it} */
    static AnswerForm quoted() {
        return new QuotedAnswer();
    }

    /**
     * Data that matches a schema.
     *
     * @param schema a JSON Schema, draft 2020-12 unless it names another; it may refer to nothing outside of itself
     * @return the form
     * @throws io.rlmgateway.repl.PythonException a ValueError when it is no schema
     */
    static AnswerForm matching(Map<?, ?> schema) {
        return JsonAnswer.of(schema);
    }

    /** {@return what the sub-model is told of the form; empty for nothing} */
    String instruction();

    /** {@return {@code response_format} as OpenAI knows it, for models that keep to it; or null} */
    @Nullable
    Map<String, Object> responseFormat();

    /**
     * Reads a reply.
     *
     * @param reply what the sub-model wrote
     * @param given the text that it had
     * @return what Python gets, or what is wrong with the reply
     */
    Reading read(String reply, String given);

    /** What became of a reply. */
    sealed interface Reading {

        /**
         * It has the form.
         *
         * @param value of the types that {@link io.rlmgateway.repl.ReplFunction} names
         */
        record Fits(@Nullable Object value) implements Reading {}

        /**
         * It has not.
         *
         * @param why in a line, for the sub-model to read
         */
        record Misses(String why) implements Reading {}
    }
}
