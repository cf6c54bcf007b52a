package io.rlmgateway.usage;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import java.util.List;

/**
 * The metrics made of sessions. Names and tags of OpenTelemetry's semantic conventions for generative AI where they have
 * some (opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics), {@code rlm.…} elsewhere.
 */
enum SessionMetric implements MeterDocumentation {
    /** Runs that ended. */
    RUNS("rlm.runs", Meter.Type.COUNTER, Tag.OUTCOME),
    /** How long runs took. */
    RUN_DURATION("rlm.run.duration", Meter.Type.TIMER, Tag.OUTCOME),
    /** Turns of root and child sessions. */
    TURNS("rlm.turns", Meter.Type.COUNTER),
    /** Cells that ended. */
    CELLS("rlm.cells", Meter.Type.COUNTER, Tag.OUTCOME),
    /** How long cells took, their host calls included. */
    CELL_DURATION("rlm.cell.duration", Meter.Type.TIMER, Tag.OUTCOME),
    /** Questions to sub-models that ended. */
    SUB_CALLS("rlm.sub_calls", Meter.Type.COUNTER, Tag.OUTCOME),
    /** Child sessions that began. */
    CHILD_SESSIONS("rlm.child_sessions", Meter.Type.COUNTER),
    /** Tokens, cached and reasoning ones as parts of input and output. */
    TOKENS("rlm.tokens", Meter.Type.COUNTER, Tag.TOKEN_KIND, Tag.MODEL),
    /** US dollars, as far as prices are known. */
    COST("rlm.cost", Meter.Type.COUNTER, Tag.MODEL),
    /** Tokens of each call to a model. */
    CALL_TOKENS(
            "gen_ai.client.token.usage",
            Meter.Type.DISTRIBUTION_SUMMARY,
            Tag.OPERATION,
            Tag.PROVIDER,
            Tag.MODEL,
            Tag.TOKEN_TYPE),
    /** Duration of each call to a model that brought a reply. */
    CALL_DURATION("gen_ai.client.operation.duration", Meter.Type.TIMER, Tag.OPERATION, Tag.PROVIDER, Tag.MODEL);

    private final String metric;
    private final Meter.Type type;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
    private final List<Tag> tags;

    SessionMetric(String metric, Meter.Type type, Tag... tags) {
        this.metric = metric;
        this.type = type;
        this.tags = List.of(tags);
    }

    @Override
    public String getName() {
        return metric;
    }

    @Override
    public Meter.Type getType() {
        return type;
    }

    @Override
    public KeyName[] getKeyNames() {
        return tags.toArray(KeyName[]::new);
    }

    /** The tags of these metrics. */
    enum Tag implements KeyName {
        OUTCOME("outcome"),
        TOKEN_KIND("kind"),
        MODEL("gen_ai.request.model"),
        OPERATION("gen_ai.operation.name"),
        PROVIDER("gen_ai.provider.name"),
        TOKEN_TYPE("gen_ai.token.type");

        private final String key;

        Tag(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }
}
