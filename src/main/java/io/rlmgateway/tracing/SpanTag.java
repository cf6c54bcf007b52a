package io.rlmgateway.tracing;

/**
 * What spans tell: names of OpenTelemetry's semantic conventions where they have one
 * (opentelemetry.io/docs/specs/semconv/registry/attributes/gen-ai), {@code rlm.…} elsewhere.
 */
public enum SpanTag {
    /** The run that a span belongs to. */
    RUN("rlm.run.id"),
    /** Whose run it is. */
    TENANT("rlm.tenant"),
    /** How deep a session stands: 0 for the run's own. */
    DEPTH("rlm.depth"),
    /** The number of a turn, from 1. */
    TURN("rlm.turn.number"),
    /** The number of a cell in its session, from 1. */
    CELL("rlm.cell.number"),
    /** What came of it. */
    OUTCOME("rlm.outcome"),
    /** Which attempt it is, from 1. */
    ATTEMPT("rlm.attempt"),
    /** What is asked of a model: always {@code chat}. */
    OPERATION("gen_ai.operation.name"),
    /** The upstream's name. */
    PROVIDER("gen_ai.provider.name"),
    /** The model's name. */
    MODEL("gen_ai.request.model"),
    /** Tokens of the prompt. */
    INPUT_TOKENS("gen_ai.usage.input_tokens"),
    /** Tokens of the reply. */
    OUTPUT_TOKENS("gen_ai.usage.output_tokens"),
    /** The prompt, where {@code rlm.tracing.content} asks for it. */
    INPUT("gen_ai.input.messages"),
    /** The reply, where {@code rlm.tracing.content} asks for it. */
    OUTPUT("gen_ai.output.messages");

    private final String text;

    SpanTag(String text) {
        this.text = text;
    }

    /** {@return the name in traces} */
    public String text() {
        return text;
    }
}
