package io.rlmgateway.tracing;

/** The kinds of spans. */
public enum SpanName {
    /** A session: a run's, or that of a child. */
    SESSION("rlm.session"),
    /** A turn of a session: the root model's reply and the cells in it. */
    TURN("rlm.turn"),
    /** A cell that runs. */
    CELL("rlm.cell"),
    /**
     * A question to a model, with all its attempts; the name of OpenTelemetry's semantic conventions for generative AI,
     * which lets the model's name follow (opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans).
     */
    CHAT("chat"),
    /** One attempt to have an upstream answer. */
    ATTEMPT("rlm.upstream.attempt");

    private final String text;

    SpanName(String text) {
        this.text = text;
    }

    /** {@return the name in traces} */
    public String text() {
        return text;
    }
}
