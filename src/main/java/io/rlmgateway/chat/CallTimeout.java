package io.rlmgateway.chat;

import io.rlmgateway.session.ClientDeadline;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a client waits for the whole of an answer, whatever bytes arrive. Of OpenAI's libraries only the one for Java
 * tells that: in {@code X-Stainless-Timeout}, seconds of the whole call. The same header of the one for Python is the time
 * between two bytes, of the one for Node the time to the headers, and both are kept alive.
 */
final class CallTimeout {

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");
    private static final double MILLIS = 1000;

    /** Some of the time is for the way back: this share of it, within bounds. */
    private static final int MARGIN_SHARE = 20;

    private static final Duration LEAST_MARGIN = Duration.ofMillis(250);
    private static final Duration MOST_MARGIN = Duration.ofSeconds(5);

    private CallTimeout() {}

    /**
     * Reads the headers.
     *
     * @param arrived when the request came, as of {@link System#nanoTime}
     * @return when the answer must leave, or null when the client tells nothing that could be read
     */
    static @Nullable ClientDeadline read(HttpServletRequest request, long arrived) {
        String seconds = request.getHeader("X-Stainless-Timeout");
        if (!"java".equalsIgnoreCase(request.getHeader("X-Stainless-Lang"))
                || seconds == null
                || !SECONDS.matcher(seconds).matches()) {
            return null;
        }
        Duration timeout = Duration.ofMillis((long) (Double.parseDouble(seconds) * MILLIS));
        return timeout.isZero() ? null : ClientDeadline.after(arrived, timeout.minus(margin(timeout)));
    }

    private static Duration margin(Duration timeout) {
        Duration share = timeout.dividedBy(MARGIN_SHARE);
        Duration most = share.compareTo(MOST_MARGIN) > 0 ? MOST_MARGIN : share;
        return most.compareTo(LEAST_MARGIN) < 0 ? LEAST_MARGIN : most;
    }
}
