package io.rlmgateway.upstream;

import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.UpstreamException.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An upstream that takes so many calls a second and answers 429 beyond. */
final class LimitedUpstream implements Upstream {

    private static final Duration REFUSAL = Duration.ofMillis(20);

    private final Time time;
    private final Shape shape;
    private final double perSecond;
    private final @Nullable Duration retryAfter;
    private final Duration latency;
    private final Deque<Long> taken = new ArrayDeque<>();
    private final long began;
    private double level;
    private long filled;
    private int calls;
    private int refused;

    /** How it counts. */
    enum Shape {
        /** A bucket that holds a second's worth and fills up evenly, as OpenAI's and Anthropic's. */
        BUCKET,
        /** Whole seconds of the clock. */
        FIXED_WINDOW,
        /** The second before each call. */
        SLIDING_WINDOW
    }

    LimitedUpstream(Time time, Shape shape, double perSecond, @Nullable Duration retryAfter, Duration latency) {
        this.time = time;
        this.shape = shape;
        this.perSecond = perSecond;
        this.retryAfter = retryAfter;
        this.latency = latency;
        this.level = perSecond;
        this.began = time.nanos();
    }

    synchronized int calls() {
        return calls;
    }

    synchronized int refused() {
        return refused;
    }

    @Override
    public ModelReply complete(String model, ModelRequest request, Consumer<String> pieces) {
        if (!takes()) {
            pause(REFUSAL);
            throw new UpstreamException(Kind.RATE_LIMITED, "429: slow down", retryAfter, null);
        }
        pause(latency);
        pieces.accept("ok");
        return new ModelReply("ok", StopReason.STOP, new TokenUsage(20, 0, 4, 0), null);
    }

    private synchronized boolean takes() {
        calls++;
        boolean takes = counts(time.nanos() - began);
        refused += takes ? 0 : 1;
        return takes;
    }

    private boolean counts(long now) {
        return switch (shape) {
            case BUCKET -> {
                level = Math.min(perSecond, level + (now - filled) / 1e9 * perSecond);
                filled = now;
                boolean takes = level >= 1;
                level -= takes ? 1 : 0;
                yield takes;
            }
            case FIXED_WINDOW -> {
                taken.removeIf(at -> at / 1_000_000_000 < now / 1_000_000_000);
                yield taken.size() < perSecond && taken.add(now);
            }
            case SLIDING_WINDOW -> {
                taken.removeIf(at -> at <= now - 1_000_000_000);
                yield taken.size() < perSecond && taken.add(now);
            }
        };
    }

    private void pause(Duration duration) {
        try {
            time.pause(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("cancelled");
        }
    }
}
