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
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class HedgedCallTest {

    private static final Duration AFTER = Duration.ofSeconds(1);
    private static final Duration SLOW = Duration.ofSeconds(10);
    private static final Duration QUICK = Duration.ofMillis(100);
    private static final int PROMPT = 20;

    private final VirtualTime time = new VirtualTime();
    private final List<String> seen = new ArrayList<>();
    private final List<String> pieces = new ArrayList<>();
    private final List<ModelReply> replies = new ArrayList<>();

    @Test
    void slowCallIsSentAgainElsewhereAndTheFasterReplyCounts() {
        GuardedUpstream guarded = guarded(AFTER, 8, slowly("one"), quickly("two"));
        ask(guarded, request(Purpose.LEAF));

        time.run();

        assertThat(replies).singleElement().satisfies(reply -> {
            assertThat(reply.text()).isEqualTo("two");
            assertThat(reply.usage().input()).isEqualTo(2 * PROMPT);
            assertThat(reply.usage().estimated()).isTrue();
        });
        assertThat(pieces).containsExactly("two");
        assertThat(seen).containsExactly("one asked", "two asked", "WON", "one cancelled");
        assertThat(time.seconds()).isBetween(1.1, 1.2);
        assertThat(guarded.guard().turnstile().inFlight()).isZero();
    }

    @Test
    void callThatIsAnsweredSoonIsSentOnce() {
        ask(guarded(AFTER, 8, quickly("one"), quickly("two")), request(Purpose.LEAF));

        time.run();

        assertThat(seen).containsExactly("one asked");
        assertThat(replies)
                .singleElement()
                .extracting(reply -> reply.usage().input())
                .isEqualTo((long) PROMPT);
    }

    @Test
    void onlyEndpointIsAskedTwice() {
        List<Duration> times = new ArrayList<>(List.of(SLOW, QUICK));
        Upstream upstream = (model, request, passed) -> answer("one", times.removeFirst());
        ask(guarded(AFTER, 8, upstream), request(Purpose.LEAF));

        time.run();

        assertThat(seen).containsExactly("one asked", "one asked", "WON", "one cancelled");
    }

    @Test
    void whatTheSecondCallCostIsAddedWhereTheFirstOneCounts() {
        Upstream second = (model, request, passed) -> {
            passed.accept("some words of a reply");
            return answer("two", SLOW);
        };
        GuardedUpstream guarded =
                guarded(AFTER, 8, (model, request, passed) -> answer("one", Duration.ofSeconds(2)), second);
        ask(guarded, request(Purpose.LEAF));

        time.run();

        assertThat(seen).containsExactly("one asked", "two asked", "LOST", "two cancelled");
        assertThat(pieces).containsExactly("one");
        assertThat(replies).singleElement().satisfies(reply -> {
            assertThat(reply.usage().input()).isEqualTo(2 * PROMPT);
            assertThat(reply.usage().output()).isGreaterThan(4);
        });
    }

    @Test
    void secondCallThatFailsChangesNothing() {
        GuardedUpstream guarded = guarded(AFTER, 8, slowly("one"), failing());
        ask(guarded, request(Purpose.LEAF));

        time.run();

        assertThat(seen).containsExactly("one asked", "failed", "LOST");
        assertThat(replies)
                .singleElement()
                .extracting(reply -> reply.usage().input())
                .isEqualTo((long) PROMPT);
    }

    @Test
    void firstCallThatFailsWaitsForTheSecond() {
        Upstream failsLate = (model, request, passed) -> {
            pause(Duration.ofSeconds(2));
            throw new UpstreamException(Kind.REJECTED, "400: no", RateLimitHeaders.NONE, null);
        };
        ask(guarded(AFTER, 8, failsLate, slowly("two")), request(Purpose.LEAF));

        time.run();

        assertThat(replies).singleElement().extracting(ModelReply::text).isEqualTo("two");
        assertThat(seen).containsExactly("two asked", "WON");
    }

    @Test
    void whereBothFailTheFirstOneTellsWhyAndWhatCameOfBothIsTold() {
        Upstream first = (model, request, passed) -> {
            passed.accept("half");
            pause(SLOW);
            throw new UpstreamException(Kind.REJECTED, "400: first", RateLimitHeaders.NONE, null);
        };
        Upstream second = (model, request, passed) -> {
            passed.accept("a quarter");
            throw new UpstreamException(Kind.REJECTED, "400: second", RateLimitHeaders.NONE, null);
        };
        GuardedUpstream guarded = guarded(AFTER, 8, first, second);
        time.start(() -> assertThatThrownBy(() -> guarded.complete("m", request(Purpose.LEAF), new Restarting()))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("first"));

        time.run();

        assertThat(pieces).containsExactly("a quarter", "(again)", "half");
        assertThat(seen).containsExactly("FAILED");
    }

    @Test
    void cancelEndsBothCalls() {
        GuardedUpstream guarded = guarded(AFTER, 8, slowly("one"), slowly("two"));
        time.start(() -> {
            Thread asking = Thread.currentThread();
            time.alarm(Duration.ofSeconds(3), asking::interrupt);
            assertThatThrownBy(() -> guarded.complete("m", request(Purpose.LEAF), pieces::add))
                    .isInstanceOf(CancellationException.class);
        });

        time.run();

        assertThat(seen).containsExactlyInAnyOrder("one asked", "two asked", "one cancelled", "two cancelled");
        assertThat(guarded.guard().turnstile().inFlight()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Purpose.class,
            names = {"ROOT", "CLOSING", "DIRECT"})
    void onlySubCallsAreSentTwice(Purpose purpose) {
        ask(guarded(AFTER, 8, slowly("one"), quickly("two")), request(purpose));

        time.run();

        assertThat(seen).containsExactly("one asked");
    }

    @Test
    void callThatCannotBePaidTwiceIsSentOnce() {
        ask(guarded(AFTER, 8, slowly("one"), quickly("two")), request(Purpose.LEAF, () -> false));

        time.run();

        assertThat(seen).containsExactly("one asked");
    }

    @Test
    void noCallIsSentTwiceWhereOthersWaitForTheirTurn() {
        GuardedUpstream guarded = guarded(AFTER, 1, slowly("one"));
        ask(guarded, request(Purpose.LEAF));
        ask(guarded, request(Purpose.LEAF));

        time.run();

        assertThat(replies).hasSize(2);
        assertThat(seen).containsExactly("one asked", "one asked");
    }

    @Test
    void secondCallsComeOutOfTheBudgetOfFurtherAttempts() {
        GuardedUpstream guarded = guarded(AFTER, 1_000, slowly("one"));
        IntStream.range(0, 100).forEach(i -> ask(guarded, request(Purpose.LEAF)));

        time.run();

        assertThat(replies).hasSize(100);
        // five are saved up, which all of these come out of at once
        assertThat(seen.stream().filter("one asked"::equals).count()).isEqualTo(105);
    }

    @Test
    void withoutATimeOfItsOwnACallIsSentAgainWhenMostRepliesWouldHaveCome() {
        List<Duration> times = new ArrayList<>();
        IntStream.range(1, 21).forEach(i -> times.add(Duration.ofMillis(100L * i)));
        times.addAll(List.of(SLOW, QUICK));
        GuardedUpstream guarded = guarded(null, 8, (model, request, passed) -> answer("one", times.removeFirst()));
        time.start(() -> {
            for (int i = 0; i < 20; i++) {
                guarded.complete("m", request(Purpose.LEAF), pieces::add);
            }
            assertThat(seen).hasSize(20);
            double began = time.seconds();
            guarded.complete("m", request(Purpose.LEAF), pieces::add);
            assertThat(time.seconds() - began).isBetween(1.999, 2.001);
        });

        time.run();

        assertThat(seen.subList(20, 23)).containsExactly("one asked", "one asked", "WON");
    }

    private final class Restarting implements RestartablePieces {

        @Override
        public boolean restart() {
            return pieces.add("(again)");
        }

        @Override
        public void accept(String piece) {
            pieces.add(piece);
        }
    }

    private Upstream slowly(String name) {
        return (model, request, passed) -> answer(name, SLOW);
    }

    private Upstream quickly(String name) {
        return (model, request, passed) -> answer(name, QUICK);
    }

    private Upstream failing() {
        return (model, request, passed) -> {
            seen.add("failed");
            throw new UpstreamException(Kind.UNAVAILABLE, "502: no", RateLimitHeaders.NONE, null);
        };
    }

    private ModelReply answer(String name, Duration after) {
        seen.add(name + " asked");
        try {
            time.pause(after);
        } catch (InterruptedException e) {
            seen.add(name + " cancelled");
            Thread.currentThread().interrupt();
            throw new CancellationException("cancelled");
        }
        return new ModelReply(name, StopReason.STOP, new TokenUsage(PROMPT, 0, 4, 0), null);
    }

    private void pause(Duration duration) {
        try {
            time.pause(duration);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void ask(GuardedUpstream guarded, ModelRequest request) {
        time.start(() -> replies.add(guarded.complete("m", request, pieces::add)));
    }

    private GuardedUpstream guarded(@Nullable Duration after, int places, Upstream... upstreams) {
        OfUpstream usual = OfUpstream.DEFAULT;
        OfUpstream flow = new OfUpstream(
                null,
                List.of(),
                usual.firstByteTimeout(),
                usual.idleTimeout(),
                usual.totalTimeout(),
                List.of(),
                new HedgingProperties(true, after));
        List<Endpoint> endpoints = IntStream.range(0, upstreams.length)
                .mapToObj(i -> new Endpoint(i + 1, upstreams[i], 1))
                .toList();
        return new GuardedUpstreams(
                        time,
                        new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), new Random(1)),
                        new Guard.Watch(new Listener(), Spans.none()))
                .guarded("tested", endpoints, settings(places), flow);
    }

    private final class Listener implements UpstreamListener {

        @Override
        public void admitted(String upstream, String model, Duration waited) {}

        @Override
        public void failed(String upstream, String model, Kind kind, boolean repeated) {}

        @Override
        public void hedged(String upstream, String model, HedgeOutcome outcome) {
            seen.add(outcome.name());
        }
    }

    private static UpstreamProperties settings(int places) {
        return new UpstreamProperties("scripted", null, "", places, null, 2, Duration.ofSeconds(10), Duration.ZERO);
    }

    private static ModelRequest request(Purpose purpose) {
        return request(purpose, () -> true);
    }

    private static ModelRequest request(Purpose purpose, BooleanSupplier second) {
        return new ModelRequest(
                "tested/m",
                purpose,
                List.of(Message.user("When?")),
                ModelOptions.of(100, Duration.ofMinutes(10)),
                new Share("tested", 1),
                second);
    }
}
