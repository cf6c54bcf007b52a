package io.rlmgateway.chat;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;

/** The metrics of questions on their way in. */
enum AdmissionMetric implements MeterDocumentation {
    /** Questions that were admitted, or why they were not. */
    ADMISSIONS("rlm.admissions", Meter.Type.COUNTER, Tag.values()),
    /** Questions that are being answered. */
    RUNNING("rlm.admission.running", Meter.Type.GAUGE),
    /** Sessions that wait for others to end. */
    WAITING("rlm.admission.waiting", Meter.Type.GAUGE);

    private final String metric;
    private final Meter.Type type;

    @SuppressWarnings("ImmutableEnumChecker") // never changed
    private final KeyName[] keys;

    AdmissionMetric(String metric, Meter.Type type, KeyName... keys) {
        this.metric = metric;
        this.type = type;
        this.keys = keys;
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
        return keys.clone();
    }

    /** The tags of these metrics. */
    enum Tag implements KeyName {
        /** {@code admitted}, {@code stopping}, {@code memory}, {@code full} or {@code waited}. */
        OUTCOME;

        @Override
        public String asString() {
            return "outcome";
        }
    }
}
