package io.rlmgateway.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a key stands.
 *
 * @param requests questions a minute, or null when they are not limited
 * @param tokens tokens a minute, or null when they are not limited
 */
public record RateLimits(@Nullable Stand requests, @Nullable Stand tokens) {

    private static final long MILLIS_OF_SECOND = 1000;

    /**
     * Where one limit stands.
     *
     * @param limit the limit
     * @param remaining what is left of it
     * @param reset after how long all of it is there again, if nothing is used
     */
    public record Stand(long limit, long remaining, Duration reset) {}

    /** {@return the headers that tell clients, as OpenAI names them; none where nothing is limited} */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        add(headers, "requests", requests);
        add(headers, "tokens", tokens);
        return headers;
    }

    private static void add(Map<String, String> headers, String what, @Nullable Stand stand) {
        if (stand != null) {
            headers.put("x-ratelimit-limit-" + what, Long.toString(stand.limit()));
            headers.put("x-ratelimit-remaining-" + what, Long.toString(stand.remaining()));
            headers.put("x-ratelimit-reset-" + what, goDuration(stand.reset()));
        }
    }

    /** {@return a duration as Go writes it: {@code 120ms}, {@code 6.5s}, {@code 1m0s} (go.dev/pkg/time: Duration.String)} */
    static String goDuration(Duration duration) {
        long millis = duration.plusNanos(999_999).toMillis();
        if (millis < MILLIS_OF_SECOND) {
            return millis == 0 ? "0s" : millis + "ms";
        }
        long minutes = millis / Duration.ofMinutes(1).toMillis();
        long rest = millis % Duration.ofMinutes(1).toMillis();
        String seconds = rest % MILLIS_OF_SECOND == 0
                ? Long.toString(rest / MILLIS_OF_SECOND)
                : Double.toString(rest / (double) MILLIS_OF_SECOND);
        return (minutes == 0 ? "" : minutes + "m") + seconds + "s";
    }
}
