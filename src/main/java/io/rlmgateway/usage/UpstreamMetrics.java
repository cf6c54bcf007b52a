package io.rlmgateway.usage;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.rlmgateway.upstream.Models;
import io.rlmgateway.upstream.UpstreamException;
import io.rlmgateway.upstream.UpstreamListener;
import io.rlmgateway.upstream.UpstreamLoad;
import io.rlmgateway.usage.UpstreamMetric.Tag;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Keeps the metrics of calls on their way to upstreams up to date. */
@Component
final class UpstreamMetrics implements UpstreamListener {

    private final MeterRegistry registry;
    private final ObjectProvider<Models> models;
    private final Map<String, Tags> seen = new ConcurrentHashMap<>();

    UpstreamMetrics(MeterRegistry registry, ObjectProvider<Models> models) {
        this.registry = registry;
        this.models = models;
    }

    @Override
    public void admitted(String upstream, String model, Duration waited) {
        registry.timer(UpstreamMetric.QUEUE_TIME.getName(), tags(upstream, model))
                .record(waited);
    }

    @Override
    public void failed(String upstream, String model, UpstreamException.Kind kind, boolean repeated) {
        Tags tags = tags(upstream, model)
                .and(Tag.KIND.asString(), kind.name().toLowerCase(Locale.ROOT))
                .and(Tag.REPEATED.asString(), Boolean.toString(repeated));
        registry.counter(UpstreamMetric.FAILED_ATTEMPTS.getName(), tags).increment();
    }

    @Override
    public void hedged(String upstream, String model, HedgeOutcome outcome) {
        Tags tags =
                tags(upstream, model).and(Tag.OUTCOME.asString(), outcome.name().toLowerCase(Locale.ROOT));
        registry.counter(UpstreamMetric.HEDGED_CALLS.getName(), tags).increment();
    }

    private Tags tags(String upstream, String model) {
        return seen.computeIfAbsent(upstream + "/" + model, name -> {
            Tags tags = Tags.of(Tag.UPSTREAM.asString(), upstream, Tag.MODEL.asString(), model);
            gauge(UpstreamMetric.WAITING, name, tags, UpstreamLoad::waiting);
            gauge(UpstreamMetric.IN_FLIGHT, name, tags, UpstreamLoad::inFlight);
            gauge(UpstreamMetric.RATE, name, tags, UpstreamLoad::ratePerSecond);
            gauge(UpstreamMetric.OPEN_CIRCUITS, name, tags, UpstreamLoad::open);
            return tags;
        });
    }

    private void gauge(UpstreamMetric metric, String name, Tags tags, ToDoubleFunction<UpstreamLoad> value) {
        Gauge.builder(metric.getName(), () -> value(name, value)).tags(tags).register(registry);
    }

    private double value(String name, ToDoubleFunction<UpstreamLoad> value) {
        return models.stream()
                .flatMap(each -> each.load().stream())
                .filter(load -> name.equals(load.upstream() + "/" + load.model()))
                .mapToDouble(value)
                .sum();
    }
}
