package io.rlmgateway.upstream;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.rlmgateway.api.FailureException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which models answer in the place of others, and after what. */
final class Fallbacks {

    private final List<FallbackProperties> configured;

    /** What another model must have to be of use after a failure. */
    enum Need {
        /** No other model is of use. */
        NOTHING,
        /** To be another one. */
        ANOTHER_MODEL,
        /** A larger window. */
        LARGER_WINDOW
    }

    /** @param configured as configured; of several for a model the first counts */
    Fallbacks(List<FallbackProperties> configured) {
        this.configured = List.copyOf(configured);
    }

    /** {@return who answers in the place of a model, in order} */
    List<String> of(String model) {
        return find(model).map(FallbackProperties::to).orElse(List.of());
    }

    /** {@return how long a call waits for its turn at a model before another is asked, or null for as long as it can} */
    @Nullable
    Duration patience(String model) {
        return find(model).map(FallbackProperties::after).orElse(null);
    }

    /** {@return what can help after a failure} */
    static Need need(FailureException failure) {
        return switch (failure.getCause()) {
            case CallNotPermittedException _ -> Need.ANOTHER_MODEL;
            case UpstreamException failed ->
                switch (failed.kind()) {
                    case RATE_LIMITED, UNAVAILABLE, TIMED_OUT, KEY_REFUSED -> Need.ANOTHER_MODEL;
                    case TOO_LONG -> Need.LARGER_WINDOW;
                    case REJECTED -> Need.NOTHING;
                };
            case null, default -> Need.NOTHING;
        };
    }

    private Optional<FallbackProperties> find(String model) {
        return configured.stream().filter(fallback -> fallback.isFor(model)).findFirst();
    }
}
