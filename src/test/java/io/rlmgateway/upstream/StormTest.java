package io.rlmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.upstream.LimitedUpstream.Shape;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.ModelRequest.Share;
import io.rlmgateway.upstream.UpstreamFlowProperties.OfUpstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** A flood of sub-calls that an upstream takes more slowly, on virtual time. */
@Timeout(120)
class StormTest {

    private static final int CALLS = 2_000;
    private static final int PER_SECOND = 50;

    private final VirtualTime time = new VirtualTime();
    private int answered;
    private double chatWaited;

    @ParameterizedTest
    @CsvSource({
        "BUCKET, , 100, 64",
        "BUCKET, , 10, 64",
        "BUCKET, , 1500, 256",
        "BUCKET, 1, 100, 64",
        "BUCKET, 1, 1500, 512",
        "FIXED_WINDOW, , 100, 64",
        "FIXED_WINDOW, 1, 100, 64",
        "SLIDING_WINDOW, , 100, 64",
        "SLIDING_WINDOW, 1, 100, 64"
    })
    void floodIsAnsweredAtTheRateThatTheUpstreamTakesAndAChatIsNot(
            Shape shape, @Nullable Integer retryAfter, int latency, int places) {
        LimitedUpstream upstream = new LimitedUpstream(
                time,
                shape,
                PER_SECOND,
                retryAfter == null ? null : Duration.ofSeconds(retryAfter),
                Duration.ofMillis(latency));
        GuardedUpstream guarded = new GuardedUpstreams(time, backoff(), Guard.Watch.NONE)
                .guarded("tested", List.of(new Endpoint(1, upstream, 1)), settings(places), OfUpstream.DEFAULT);
        for (int i = 0; i < CALLS; i++) {
            time.start(() -> {
                guarded.complete("m", request("flood", "run"), piece -> {});
                answered++;
            });
        }
        time.start(() -> {
            time.pause(Duration.ofSeconds(20));
            double began = time.seconds();
            guarded.complete("m", request("flood", "chat"), piece -> {});
            chatWaited = time.seconds() - began - latency / 1000.0;
        });

        time.run();

        double took = time.seconds() - latency / 1000.0;
        // a strict window of the second before each call leaves no room for the unevenness of any clock
        double slack = shape == Shape.SLIDING_WINDOW ? 1.09 : 1.03;
        assertThat(answered).isEqualTo(CALLS);
        assertThat(upstream.refused()).isLessThan(CALLS * 2 / 100);
        assertThat(took).isLessThan(slack * CALLS / PER_SECOND);
        assertThat(chatWaited).isLessThan(1);
    }

    /** The same on the clock on the wall, for 40 seconds. */
    @Test
    @Tag("soak")
    void floodIsAnsweredInTime() throws Exception {
        Time wall = Time.system();
        LimitedUpstream upstream = new LimitedUpstream(wall, Shape.BUCKET, PER_SECOND, null, Duration.ofMillis(100));
        GuardedUpstream guarded = new GuardedUpstreams(wall, backoff(), Guard.Watch.NONE)
                .guarded("tested", List.of(new Endpoint(1, upstream, 1)), settings(64), OfUpstream.DEFAULT);
        long began = System.nanoTime();
        double chat;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ModelReply>> replies = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                replies.add(threads.submit(() -> guarded.complete("m", request("flood", "run"), piece -> {})));
            }
            replies.get(CALLS / 2).get();
            long asked = System.nanoTime();
            guarded.complete("m", request("flood", "chat"), piece -> {});
            chat = (System.nanoTime() - asked) / 1e9;
            for (Future<ModelReply> reply : replies) {
                reply.get();
            }
        }
        double took = (System.nanoTime() - began) / 1e9;
        LoggerFactory.getLogger(StormTest.class)
                .info("{} s, {} of {} refused, the chat took {} s", took, upstream.refused(), upstream.calls(), chat);
        assertThat(upstream.refused()).isLessThan(CALLS * 2 / 100);
        assertThat(took).isLessThan(1.03 * CALLS / PER_SECOND);
        assertThat(chat).isLessThan(1);
    }

    private static Backoff backoff() {
        return new Backoff(Duration.ofMillis(500), Duration.ofSeconds(20), new Random(1));
    }

    private static UpstreamProperties settings(int places) {
        return new UpstreamProperties("scripted", null, "", places, null, 2, Duration.ofSeconds(10), Duration.ZERO);
    }

    private static ModelRequest request(String key, String member) {
        return new ModelRequest(
                "tested/m",
                Purpose.LEAF,
                List.of(Message.user("When?")),
                ModelOptions.of(100, Duration.ofMinutes(10)),
                new Share(key, member, 1));
    }
}
