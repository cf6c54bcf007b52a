package io.rlmgateway.api;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;

/** The metrics of answers beside those that Spring makes of requests. */
enum HttpMetric implements MeterDocumentation {
    /** Answers that carry an error, by the kind of failure. */
    FAILURES;

    @Override
    public String getName() {
        return "rlm.http.failures";
    }

    @Override
    public Meter.Type getType() {
        return Meter.Type.COUNTER;
    }

    @Override
    public KeyName[] getKeyNames() {
        return Tag.values();
    }

    /** The tags of these metrics. */
    enum Tag implements KeyName {
        /** The kind of failure; a name of OpenTelemetry's semantic conventions. */
        ERROR_TYPE;

        @Override
        public String asString() {
            return "error.type";
        }
    }
}
