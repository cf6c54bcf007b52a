package io.rlmgateway.usage;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import java.util.List;

/** The metrics of calls on their way to upstreams. */
enum UpstreamMetric implements MeterDocumentation {
    /** Calls that wait for their turn. */
    WAITING("rlm.upstream.waiting", Meter.Type.GAUGE, Tag.UPSTREAM, Tag.MODEL),
    /** Calls that were sent and are not answered. */
    IN_FLIGHT("rlm.upstream.in_flight", Meter.Type.GAUGE, Tag.UPSTREAM, Tag.MODEL),
    /** Calls a second that a model is sent at most, as learned so far. */
    RATE("rlm.upstream.rate", Meter.Type.GAUGE, Tag.UPSTREAM, Tag.MODEL),
    /** Endpoints that are left alone because they are down. */
    OPEN_CIRCUITS("rlm.upstream.open_circuits", Meter.Type.GAUGE, Tag.UPSTREAM, Tag.MODEL),
    /** How long attempts waited for their turn. */
    QUEUE_TIME("rlm.upstream.queue_time", Meter.Type.TIMER, Tag.UPSTREAM, Tag.MODEL),
    /** Attempts that failed. */
    FAILED_ATTEMPTS(
            "rlm.upstream.failed_attempts", Meter.Type.COUNTER, Tag.UPSTREAM, Tag.MODEL, Tag.KIND, Tag.REPEATED),

    /** Sub-calls that were sent a second time while the first call was under way, by what came of it. */
    HEDGED_CALLS("rlm.upstream.hedged_calls", Meter.Type.COUNTER, Tag.UPSTREAM, Tag.MODEL, Tag.OUTCOME);

    private final String metric;
    private final Meter.Type type;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
    private final List<Tag> tags;

    UpstreamMetric(String metric, Meter.Type type, Tag... tags) {
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
        UPSTREAM("upstream"),
        MODEL("model"),
        KIND("kind"),
        REPEATED("repeated"),
        OUTCOME("outcome");

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
