package io.rlmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.api.FailureException;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.ModelRequest.Share;
import io.rlmgateway.upstream.UpstreamException.Kind;
import io.rlmgateway.upstream.UpstreamFlowProperties.OfUpstream;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** An upstream that is down for a minute while calls come evenly, on virtual time. */
@Timeout(120)
class OutageTest {

    private static final double DOWN = 30;
    private static final double UP = 90;
    private static final double END = 130;

    private final VirtualTime time = new VirtualTime();
    private int callsInOutage;
    private int attemptsInOutage;
    private double firstAnswerAfter = Double.MAX_VALUE;
    private double lastFailure;

    @ParameterizedTest
    @CsvSource({"20, 0", "20, 2000", "200, 5", "5, 0"})
    void outageIsNoLoadAndEndsSoon(int perSecond, int failsAfter) {
        Upstream upstream = (model, request, pieces) -> reply(Duration.ofMillis(failsAfter));
        GuardedUpstream guarded = new GuardedUpstreams(time, backoff(), Guard.Watch.NONE)
                .guarded("tested", List.of(new Endpoint(1, upstream, 1)), settings(), OfUpstream.DEFAULT);
        for (int i = 0; i < END * perSecond; i++) {
            Duration begins = Duration.ofNanos((long) (i * 1e9 / perSecond));
            time.start(() -> {
                time.pause(begins);
                call(guarded);
            });
        }

        time.run();

        assertThat(attemptsInOutage).isPositive().isLessThanOrEqualTo((int) (callsInOutage * 1.1));
        assertThat(firstAnswerAfter).isLessThan(UP + 5);
        assertThat(lastFailure).isLessThan(UP + 5);
    }

    /** The same on the clock on the wall, for 85 seconds: down from the tenth to the seventieth. */
    @Test
    @Tag("soak")
    void minuteOfOutageIsNoLoadAndEndsSoon() throws Exception {
        long began = System.nanoTime();
        Outage outage = new Outage(() -> (System.nanoTime() - began) / 1e9);
        GuardedUpstream guarded = new GuardedUpstreams(Time.system(), backoff(), Guard.Watch.NONE)
                .guarded("tested", List.of(new Endpoint(1, outage, 1)), settings(), OfUpstream.DEFAULT);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 85 * 50; i++) {
                long begins = i * 20L;
                var _ = threads.submit(() -> {
                    long left = begins - (System.nanoTime() - began) / 1_000_000;
                    Time.system().pause(Duration.ofMillis(Math.max(0, left)));
                    return outage.call(guarded);
                });
            }
        }
        LoggerFactory.getLogger(OutageTest.class)
                .info(
                        "{} calls and {} attempts in the outage, first answer {} s and last failure {} s after its end",
                        outage.calls,
                        outage.attempts,
                        outage.firstAnswer.get() - Outage.UP,
                        outage.lastFailure.get() - Outage.UP);
        assertThat(outage.attempts.get()).isPositive().isLessThanOrEqualTo((int) (outage.calls.get() * 1.1));
        assertThat(outage.firstAnswer.get()).isLessThan(Outage.UP + 5);
        assertThat(outage.lastFailure.get()).isLessThan(Outage.UP + 5);
    }

    /** An upstream that is down for a minute, and what its callers see of it. */
    private record Outage(
            DoubleSupplier seconds,
            AtomicInteger calls,
            AtomicInteger attempts,
            AtomicReference<Double> firstAnswer,
            AtomicReference<Double> lastFailure)
            implements Upstream {

        private static final double DOWN = 10;
        private static final double UP = 70;

        Outage(DoubleSupplier seconds) {
            this(
                    seconds,
                    new AtomicInteger(),
                    new AtomicInteger(),
                    new AtomicReference<>(Double.MAX_VALUE),
                    new AtomicReference<>(0.0));
        }

        boolean call(GuardedUpstream guarded) {
            if (isDown()) {
                calls.incrementAndGet();
            }
            try {
                guarded.complete("m", request(), piece -> {});
                double now = seconds.getAsDouble();
                firstAnswer.accumulateAndGet(now > UP ? now : Double.MAX_VALUE, Math::min);
                return true;
            } catch (FailureException e) {
                lastFailure.accumulateAndGet(seconds.getAsDouble(), Math::max);
                return false;
            }
        }

        @Override
        public ModelReply complete(String model, ModelRequest request, Consumer<String> pieces) {
            if (isDown()) {
                attempts.incrementAndGet();
                throw new UpstreamException(Kind.UNAVAILABLE, "502: bad gateway", RateLimitHeaders.NONE, null);
            }
            return new ModelReply("ok", StopReason.STOP, new TokenUsage(20, 0, 4, 0), null);
        }

        private boolean isDown() {
            double now = seconds.getAsDouble();
            return now >= DOWN && now < UP;
        }
    }

    private ModelReply reply(Duration failsAfter) {
        boolean down = isDown();
        attemptsInOutage += down ? 1 : 0;
        pause(down ? failsAfter : Duration.ofMillis(300));
        if (down) {
            throw new UpstreamException(Kind.UNAVAILABLE, "502: bad gateway", RateLimitHeaders.NONE, null);
        }
        return new ModelReply("ok", StopReason.STOP, new TokenUsage(20, 0, 4, 0), null);
    }

    private void call(GuardedUpstream guarded) {
        callsInOutage += isDown() ? 1 : 0;
        try {
            guarded.complete("m", request(), piece -> {});
            if (time.seconds() > UP) {
                firstAnswerAfter = Math.min(firstAnswerAfter, time.seconds());
            }
        } catch (FailureException e) {
            lastFailure = time.seconds();
        }
    }

    private boolean isDown() {
        return time.seconds() >= DOWN && time.seconds() < UP;
    }

    private void pause(Duration duration) {
        try {
            time.pause(duration);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Backoff backoff() {
        return new Backoff(Duration.ofMillis(500), Duration.ofSeconds(20), new Random(1));
    }

    private static UpstreamProperties settings() {
        return new UpstreamProperties("scripted", null, "", 512, null, 2, Duration.ofSeconds(10), Duration.ZERO);
    }

    private static ModelRequest request() {
        return new ModelRequest(
                "tested/m",
                Purpose.LEAF,
                List.of(Message.user("When?")),
                ModelOptions.of(100, Duration.ofMinutes(10)),
                new Share("tested", 1));
    }
}
