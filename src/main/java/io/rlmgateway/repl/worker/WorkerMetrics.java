package io.rlmgateway.repl.worker;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;

/** Shows how many workers there are, how full they are and how long sessions wait for them. */
final class WorkerMetrics implements MeterBinder {

    private final WorkerPool pool;
    private final WorkerTally workers;

    WorkerMetrics(WorkerPool pool, WorkerTally workers) {
        this.pool = pool;
        this.workers = workers;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(WorkerMetric.SESSIONS.getName(), pool, WorkerPool::sessions)
                .register(registry);
        Gauge.builder(WorkerMetric.PLACES.getName(), pool, WorkerPool::places).register(registry);
        FunctionTimer.builder(
                        WorkerMetric.WAIT.getName(),
                        pool,
                        WorkerPool::waits,
                        WorkerPool::nanosWaited,
                        TimeUnit.NANOSECONDS)
                .register(registry);
        Gauge.builder(WorkerMetric.WORKERS.getName(), workers, WorkerTally::present)
                .register(registry);
        FunctionCounter.builder(WorkerMetric.STARTED.getName(), workers, WorkerTally::begun)
                .register(registry);
        FunctionCounter.builder(WorkerMetric.LOST.getName(), workers, WorkerTally::lost)
                .register(registry);
    }
}
