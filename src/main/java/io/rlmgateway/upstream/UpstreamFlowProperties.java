package io.rlmgateway.upstream;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How calls to upstreams flow.
 *
 * @param upstreams upstreams by name
 */
@Validated
@ConfigurationProperties("rlm")
record UpstreamFlowProperties(@DefaultValue Map<String, @Valid OfUpstream> upstreams) {

    /** Copies the map. */
    UpstreamFlowProperties {
        upstreams = Map.copyOf(upstreams);
    }

    /**
     * Settings of one upstream.
     *
     * @param tokensPerMinute tokens of prompts and replies of each model in each minute, spread evenly; unset: as many as
     *     the upstream says that it takes
     * @param modelLimits limits of some models, which go before those of the upstream; the first that fits counts
     * @param firstByteTimeout how long an attempt may wait for the first byte of its reply, unless that comes in one piece
     * @param idleTimeout how long an upstream may pause within a reply
     * @param totalTimeout how long an attempt may take; a call ends earlier when its own time is over
     * @param endpoints further addresses and keys of the same upstream, among which calls rotate; the upstream's own
     *     {@code base-url} and {@code api-key} are the first one
     * @param hedging whether sub-calls are sent a second time when their reply takes long
     */
    record OfUpstream(
            @Nullable @Positive Integer tokensPerMinute,
            @DefaultValue List<@Valid LimitProperties> modelLimits,
            @DefaultValue("5m") @NotNull Duration firstByteTimeout,
            @DefaultValue("3m") @NotNull Duration idleTimeout,
            @DefaultValue("15m") @NotNull Duration totalTimeout,
            @DefaultValue List<@Valid EndpointProperties> endpoints,
            @DefaultValue @NotNull HedgingProperties hedging) {

        /** All as it is by default. */
        static final OfUpstream DEFAULT = new OfUpstream(
                null,
                List.of(),
                Duration.ofMinutes(5),
                Duration.ofMinutes(3),
                Duration.ofMinutes(15),
                List.of(),
                HedgingProperties.OFF);

        /** Copies the lists. */
        OfUpstream {
            modelLimits = List.copyOf(modelLimits);
            endpoints = List.copyOf(endpoints);
        }

        /** {@return the timeouts of an attempt} */
        Timeouts timeouts() {
            return new Timeouts(firstByteTimeout, idleTimeout, totalTimeout);
        }

        /**
         * The limits of a model.
         *
         * @param model its name at the upstream
         * @param settings the upstream's other settings
         * @return the limits
         */
        LimitProperties limits(String model, UpstreamProperties settings) {
            LimitProperties all = new LimitProperties(
                    model, settings.maxConcurrency(), settings.requestsPerMinute(), tokensPerMinute);
            return modelLimits.stream()
                    .filter(limits -> limits.isFor(model))
                    .findFirst()
                    .map(limits -> limits.or(all))
                    .orElse(all);
        }
    }

    /** {@return the settings of an upstream} */
    OfUpstream of(String upstream) {
        return upstreams.getOrDefault(upstream, OfUpstream.DEFAULT);
    }
}
