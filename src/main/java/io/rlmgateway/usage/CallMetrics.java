package io.rlmgateway.usage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.rlmgateway.upstream.TokenUsage;
import io.rlmgateway.usage.SessionMetric.Tag;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The metrics of single calls to models. */
@Component
final class CallMetrics {

    private final MeterRegistry registry;
    private final Map<String, OfModel> models = new ConcurrentHashMap<>();

    CallMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void ended(String model, TokenUsage usage, @Nullable Double costUsd, Duration elapsed) {
        // a look-up by tags costs more than the counting
        models.computeIfAbsent(model, name -> OfModel.of(name, registry)).ended(usage, elapsed);
        if (costUsd != null) {
            registry.counter(SessionMetric.COST.getName(), Tag.MODEL.asString(), model)
                    .increment(costUsd);
        }
    }

    private record OfModel(
            Counter input,
            Counter cached,
            Counter output,
            Counter reasoning,
            DistributionSummary inputOfCall,
            DistributionSummary outputOfCall,
            Timer duration) {

        static OfModel of(String model, MeterRegistry registry) {
            Tags name = Tags.of(Tag.MODEL.asString(), model);
            Tags call = name.and(Tag.OPERATION.asString(), "chat", Tag.PROVIDER.asString(), upstream(model));
            return new OfModel(
                    tokens(registry, name, "input"),
                    tokens(registry, name, "cached"),
                    tokens(registry, name, "output"),
                    tokens(registry, name, "reasoning"),
                    ofCall(registry, call, "input"),
                    ofCall(registry, call, "output"),
                    registry.timer(SessionMetric.CALL_DURATION.getName(), call));
        }

        void ended(TokenUsage usage, Duration elapsed) {
            input.increment((double) usage.input());
            cached.increment((double) usage.cached());
            output.increment((double) usage.output());
            reasoning.increment((double) usage.reasoning());
            inputOfCall.record((double) usage.input());
            outputOfCall.record((double) usage.output());
            duration.record(elapsed);
        }

        private static Counter tokens(MeterRegistry registry, Tags model, String kind) {
            return registry.counter(SessionMetric.TOKENS.getName(), model.and(Tag.TOKEN_KIND.asString(), kind));
        }

        private static DistributionSummary ofCall(MeterRegistry registry, Tags call, String type) {
            return registry.summary(SessionMetric.CALL_TOKENS.getName(), call.and(Tag.TOKEN_TYPE.asString(), type));
        }

        /** Models are named {@code upstream/name}. */
        private static String upstream(String model) {
            int slash = model.indexOf('/');
            return slash < 0 ? model : model.substring(0, slash);
        }
    }
}
