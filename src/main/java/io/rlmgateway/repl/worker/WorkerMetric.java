package io.rlmgateway.repl.worker;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;

/** The metrics of sandbox workers. */
enum WorkerMetric implements MeterDocumentation {
    /** Sessions that hold a sandbox. */
    SESSIONS("rlm.sandbox.sessions", Meter.Type.GAUGE),
    /** Sessions that may hold one at once. */
    PLACES("rlm.sandbox.places", Meter.Type.GAUGE),
    /** How long sessions waited for their sandbox; those that got none too. */
    WAIT("rlm.sandbox.wait", Meter.Type.TIMER),
    /** Workers that are there. */
    WORKERS("rlm.sandbox.workers", Meter.Type.GAUGE),
    /** Workers that started. */
    STARTED("rlm.sandbox.workers.started", Meter.Type.COUNTER),
    /** Workers that ended without being told to: crashes, and those that were killed because a cell would not stop. */
    LOST("rlm.sandbox.workers.lost", Meter.Type.COUNTER);

    private final String metric;
    private final Meter.Type type;

    WorkerMetric(String metric, Meter.Type type) {
        this.metric = metric;
        this.type = type;
    }

    @Override
    public String getName() {
        return metric;
    }

    @Override
    public Meter.Type getType() {
        return type;
    }
}
