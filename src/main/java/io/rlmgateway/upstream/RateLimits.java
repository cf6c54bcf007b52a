package io.rlmgateway.upstream;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an upstream says of its limits with an answer, good or bad.
 *
 * @param requests of requests, or null when it does not say
 * @param tokens of tokens, or null when it does not say
 */
record RateLimits(@Nullable Window requests, @Nullable Window tokens) {

    /** Nothing said. */
    static final RateLimits NONE = new RateLimits(null, null);

    /**
     * Reads headers. Of a kind of tokens that is told apart from the others the scarcer one counts.
     *
     * @param headers what they say
     * @return what of it says how much may be used how soon
     */
    static RateLimits of(RateLimitHeaders headers) {
        Window tokens = Stream.of(headers.tokens(), headers.inputTokens(), headers.outputTokens())
                .map(RateLimits::window)
                .flatMap(Optional::stream)
                .min(Comparator.comparingDouble(window -> window.remaining() / window.limit()))
                .orElse(null);
        return new RateLimits(window(headers.requests()).orElse(null), tokens);
    }

    private static Optional<Window> window(RateLimitHeaders.@Nullable Allowance told) {
        if (told == null || told.limit() == null || told.remaining() == null || told.reset() == null) {
            return Optional.empty();
        }
        return told.limit() <= 0
                ? Optional.empty()
                : Optional.of(new Window(told.limit(), Math.max(0, told.remaining()), told.reset()));
    }

    /**
     * One limit.
     *
     * @param limit how much may be used in the upstream's window, of a length that it does not say
     * @param remaining how much of it is left
     * @param reset until all of it is there again
     */
    record Window(double limit, double remaining, Duration reset) {

        private static final double NANOS = 1e9;
        private static final double MINUTE = 60;
        private static final double SHORTEST = 1e-3;

        /** {@return whether most of it is used, so that it is worth to be careful} */
        boolean isScarce() {
            return remaining < limit / 2;
        }

        /**
         * What comes back in a second, where the upstream fills its window up evenly as those of OpenAI and Anthropic do:
         * what is used is there again at the reset. What is left may be used within a minute, so that a limit for a whole
         * day is not kept in each of its minutes.
         */
        double perSecond() {
            return Math.max(remaining / MINUTE, (limit - remaining) / Math.max(reset.toNanos() / NANOS, SHORTEST));
        }
    }
}
