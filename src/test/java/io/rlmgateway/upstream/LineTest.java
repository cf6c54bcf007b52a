package io.rlmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.api.FailureException;
import io.rlmgateway.tracing.Spans;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.ModelRequest.Share;
import io.rlmgateway.upstream.UpstreamException.Kind;
import io.rlmgateway.upstream.UpstreamFlowProperties.OfUpstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that wait for one of several endpoints or models, on virtual time. */
@Timeout(60)
class LineTest {

    private final VirtualTime time = new VirtualTime();
    private final List<String> answered = new ArrayList<>();

    @Test
    void callDoesNotWaitForAHeldEndpointWhileTheOtherOneIsBack() {
        Upstream down = (model, request, pieces) -> {
            if (time.seconds() < 10) {
                throw new UpstreamException(Kind.UNAVAILABLE, "502: bad gateway", RateLimitHeaders.NONE, null);
            }
            return reply("first");
        };
        Upstream held = (model, request, pieces) -> {
            throw new UpstreamException(Kind.RATE_LIMITED, "429: slow down", Duration.ofMinutes(5), null);
        };
        GuardedUpstream guarded = guarded(8, down, held);
        for (int i = 0; i < 30; i++) {
            Duration begins = Duration.ofMillis(i * 100L);
            time.start(() -> {
                time.pause(begins);
                try {
                    guarded.complete("m", request(), piece -> {});
                } catch (RuntimeException e) {
                    // it is down
                }
            });
        }
        time.start(() -> {
            time.pause(Duration.ofMillis(9_500));
            guarded.complete("m", request(), piece -> {});
            answered.add("waited");
            assertThat(time.seconds()).isLessThan(20);
        });

        time.run();

        assertThat(answered).contains("waited");
    }

    @Test
    void modelsTakeTurnsWherePlacesAreShort() {
        Upstream upstream = (model, request, pieces) -> {
            pause(Duration.ofMillis(100));
            answered.add(model);
            return reply(model);
        };
        GuardedUpstream guarded = guarded(1, upstream);
        for (String model : List.of("a", "b")) {
            IntStream.range(0, 10).forEach(i -> time.start(() -> guarded.complete(model, request(), piece -> {})));
        }

        time.run();

        assertThat(answered.subList(2, 12).stream().filter("a"::equals)).hasSize(5);
    }

    @Test
    void placeIsGivenBackWhateverBecomesOfWhoWatches() {
        UpstreamListener broken = new UpstreamListener() {
            @Override
            public void admitted(String upstream, String model, Duration waited) {
                if (answered.isEmpty()) {
                    answered.add("broken");
                    throw new IllegalStateException("no meter");
                }
            }

            @Override
            public void failed(String upstream, String model, Kind kind, boolean repeated) {}
        };
        Upstream upstream = (model, request, pieces) -> reply("ok");
        GuardedUpstream guarded = guarded(1, new Guard.Watch(broken, Spans.none()), upstream);
        time.start(() -> {
            assertThatThrownBy(() -> guarded.complete("m", request(), piece -> {}))
                    .isInstanceOf(IllegalStateException.class);
            answered.add(guarded.complete("m", request(), piece -> {}).text());
        });

        time.run();

        assertThat(answered).containsExactly("broken", "ok");
    }

    @Test
    void placeIsGivenBackHoweverLongTheUpstreamWantsToBeLeftAlone() {
        Upstream upstream = (model, request, pieces) -> {
            throw new UpstreamException(Kind.RATE_LIMITED, "429: slow down", Duration.ofSeconds(Long.MAX_VALUE), null);
        };
        GuardedUpstream guarded = guarded(1, upstream);
        for (int i = 0; i < 2; i++) {
            time.start(() -> assertThatThrownBy(() -> guarded.complete("m", request(), piece -> {}))
                    .isInstanceOf(FailureException.class)
                    .hasMessageContaining("slow down"));
        }

        time.run();

        assertThat(guarded.load().getFirst().inFlight()).isZero();
    }

    @Test
    void tokensOfAFailedCallAreGivenBack() {
        Upstream upstream = (model, request, pieces) -> {
            if (answered.isEmpty()) {
                answered.add("refused");
                throw new UpstreamException(Kind.REJECTED, "400: no", RateLimitHeaders.NONE, null);
            }
            return reply("ok");
        };
        OfUpstream none = OfUpstream.DEFAULT;
        OfUpstream slow = new OfUpstream(
                600,
                List.of(),
                none.firstByteTimeout(),
                none.idleTimeout(),
                none.totalTimeout(),
                List.of(),
                none.hedging());
        GuardedUpstream guarded = new GuardedUpstreams(
                        time, new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), new Random(1)), Guard.Watch.NONE)
                .guarded("tested", List.of(new Endpoint(1, upstream, 1)), settings(8), slow);
        time.start(() -> {
            assertThatThrownBy(() -> guarded.complete("m", request("When? ".repeat(2_000)), piece -> {}))
                    .isInstanceOf(FailureException.class);
            guarded.complete("m", request("When?"), piece -> {});
        });

        time.run();

        assertThat(time.seconds()).isLessThan(1);
    }

    private GuardedUpstream guarded(int places, Upstream... upstreams) {
        return guarded(places, Guard.Watch.NONE, upstreams);
    }

    private GuardedUpstream guarded(int places, Guard.Watch watch, Upstream... upstreams) {
        List<Endpoint> endpoints = IntStream.range(0, upstreams.length)
                .mapToObj(index -> new Endpoint(index + 1, upstreams[index], 1))
                .toList();
        return new GuardedUpstreams(time, new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), new Random(1)), watch)
                .guarded("tested", endpoints, settings(places), OfUpstream.DEFAULT);
    }

    private void pause(Duration duration) {
        try {
            time.pause(duration);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static ModelReply reply(String text) {
        return new ModelReply(text, StopReason.STOP, new TokenUsage(20, 0, 4, 0), null);
    }

    private static UpstreamProperties settings(int places) {
        return new UpstreamProperties("scripted", null, "", places, null, 0, Duration.ofSeconds(10), Duration.ZERO);
    }

    private static ModelRequest request() {
        return request("When?");
    }

    private static ModelRequest request(String text) {
        return new ModelRequest(
                "tested/m",
                Purpose.LEAF,
                List.of(Message.user(text)),
                ModelOptions.of(100, Duration.ofMinutes(10)),
                new Share("tested", 1));
    }
}
