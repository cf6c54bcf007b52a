package io.rlmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.ModelRequest.Share;
import io.rlmgateway.upstream.UpstreamException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class GuardedUpstreamTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final List<String> pieces = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(names = {"RATE_LIMITED", "UNAVAILABLE", "TIMED_OUT"})
    void failureThatAnotherAttemptCanHelpIsTriedAgain(Kind kind) {
        ScriptedUpstream upstream = new ScriptedUpstream(failing(kind), failing(kind));

        ModelReply reply = guarded(upstream, 2).complete("m", request(LONG), pieces::add);

        assertThat(reply.text()).isEqualTo(ScriptedUpstream.REPLY);
        assertThat(pieces).containsExactly(ScriptedUpstream.REPLY);
        assertThat(upstream.attempts()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(names = {"TOO_LONG", "REJECTED"})
    void failureThatNoAttemptCanHelpIsNotTriedAgain(Kind kind) {
        ScriptedUpstream upstream = new ScriptedUpstream(failing(kind));

        assertThatThrownBy(() -> guarded(upstream, 2).complete("m", request(LONG), pieces::add))
                .isInstanceOf(FailureException.class);
        assertThat(upstream.attempts()).isEqualTo(1);
    }

    @Test
    void nothingIsTriedAgainOnceAPieceWasPassedOn() {
        ScriptedUpstream upstream = new ScriptedUpstream(passed -> {
            passed.accept("half");
            throw failed(Kind.UNAVAILABLE, null);
        });

        assertThat(failure(guarded(upstream, 2), LONG)).isInstanceOf(Failure.UpstreamFailed.class);
        assertThat(upstream.attempts()).isEqualTo(1);
        assertThat(pieces).containsExactly("half");
    }

    @Test
    void attemptsEndWithTheLastRetry() {
        ScriptedUpstream upstream =
                new ScriptedUpstream(failing(Kind.UNAVAILABLE), failing(Kind.UNAVAILABLE), failing(Kind.UNAVAILABLE));

        assertThat(failure(guarded(upstream, 2), LONG))
                .isEqualTo(new Failure.UpstreamFailed("Upstream 'tested' failed: its own words"));
        assertThat(upstream.attempts()).isEqualTo(3);
    }

    @Test
    void waitBeyondTheTimeoutIsNotBegun() {
        Duration retryAfter = LONG.plusSeconds(1);
        ScriptedUpstream upstream =
                new ScriptedUpstream(ScriptedUpstream.failing(failed(Kind.RATE_LIMITED, retryAfter)));

        assertThat(failure(guarded(upstream, 2), LONG))
                .isEqualTo(new Failure.RateLimited(
                        "Upstream 'tested' takes no more calls at the moment: its own words", retryAfter));
        assertThat(upstream.attempts()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void everyKindBecomesAFailureInTheUpstreamsWords(Kind kind) {
        Failure failure = failure(guarded(new ScriptedUpstream(failing(kind)), 0), LONG);

        assertThat(failure.message()).contains("'tested'").contains("its own words");
        assertThat(failure)
                .isInstanceOf(
                        switch (kind) {
                            case RATE_LIMITED -> Failure.RateLimited.class;
                            case UNAVAILABLE, REJECTED -> Failure.UpstreamFailed.class;
                            case TIMED_OUT -> Failure.UpstreamTimedOut.class;
                            case TOO_LONG -> Failure.InvalidRequest.class;
                        });
    }

    @Test
    void promptBeyondTheWindowNamesTheMessages() {
        assertThat(failure(guarded(new ScriptedUpstream(failing(Kind.TOO_LONG)), 0), LONG))
                .isInstanceOfSatisfying(Failure.InvalidRequest.class, invalid -> {
                    assertThat(invalid.reason()).isEqualTo(Failure.Reason.CONTEXT_LENGTH_EXCEEDED);
                    assertThat(invalid.param()).isEqualTo("messages");
                });
    }

    @Test
    void attemptThatNeverEndsEndsWithTheTimeout() {
        GuardedUpstream upstream = guarded(new ScriptedUpstream(GuardedUpstreamTest::never), 2);

        assertThat(failure(upstream, SHORT))
                .isEqualTo(new Failure.UpstreamTimedOut("Upstream 'tested' gave no whole reply within 0.05 s."));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void pauseBetweenAttemptsEndsWithTheTimeout() {
        Backoff hours = new Backoff(Duration.ofHours(1), Duration.ofHours(2), new Random(1));
        ScriptedUpstream upstream = new ScriptedUpstream(failing(Kind.UNAVAILABLE));

        assertThat(failure(new GuardedUpstream("tested", upstream, settings(8, 1000, 2), hours), SHORT))
                .isInstanceOf(Failure.UpstreamTimedOut.class);
        assertThat(upstream.attempts()).isEqualTo(1);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void waitForTheNextMinuteEndsWithTheTimeout() {
        GuardedUpstream upstream = guarded(new ScriptedUpstream(), settings(8, 2, 0));
        upstream.complete("m", request(LONG), pieces::add);
        upstream.complete("m", request(LONG), pieces::add);

        assertThat(failure(upstream, SHORT)).isInstanceOf(Failure.UpstreamTimedOut.class);
        assertThat(pieces).hasSize(2);
    }

    @Test
    void waitForAPlaceEndsWithTheTimeout() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        GuardedUpstream upstream = guarded(
                new ScriptedUpstream(passed -> {
                    inside.countDown();
                    never(passed);
                }),
                settings(1, 1000, 0));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ModelReply> first = threads.submit(() -> upstream.complete("m", request(LONG), piece -> {}));
            inside.await();

            assertThat(failure(upstream, SHORT)).isInstanceOf(Failure.UpstreamTimedOut.class);

            threads.shutdownNow();
            assertThatThrownBy(first::get).hasCauseInstanceOf(CancellationException.class);
        }
        assertThat(upstream.complete("m", request(LONG), pieces::add).text()).isEqualTo(ScriptedUpstream.REPLY);
    }

    @Test
    void interruptInAPauseIsACancellation() {
        Backoff hours = new Backoff(Duration.ofHours(1), Duration.ofHours(2), new Random(1));
        Thread caller = Thread.currentThread();
        ScriptedUpstream upstream = new ScriptedUpstream(passed -> {
            caller.interrupt();
            throw failed(Kind.UNAVAILABLE, null);
        });

        assertThatThrownBy(() -> new GuardedUpstream("tested", upstream, settings(8, 1000, 2), hours)
                        .complete("m", request(LONG), pieces::add))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void interruptWhileWaitingForAPlaceIsACancellation() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> guarded(new ScriptedUpstream(), 2).complete("m", request(LONG), pieces::add))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(pieces).isEmpty();
    }

    @Test
    void noMoreCallsThanPlacesAreInFlight() throws Exception {
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger peak = new AtomicInteger();
        Semaphore entered = new Semaphore(0);
        CountDownLatch gate = new CountDownLatch(1);
        Upstream counting = (model, request, passed) -> {
            peak.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            entered.release();
            await(gate);
            inFlight.decrementAndGet();
            return new ScriptedUpstream().complete(model, request, passed);
        };
        GuardedUpstream upstream = new GuardedUpstream("tested", counting, settings(7, 1000, 0), quick());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ModelReply>> replies = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                replies.add(threads.submit(() -> upstream.complete("m", request(LONG), piece -> {})));
            }
            entered.acquire(7);
            gate.countDown();
            for (Future<ModelReply> reply : replies) {
                assertThat(reply.get().text()).isEqualTo(ScriptedUpstream.REPLY);
            }
        }
        assertThat(peak).hasValue(7);
    }

    @Test
    void upstreamThatIsDownIsLeftAlone() {
        AtomicInteger attempts = new AtomicInteger();
        GuardedUpstream upstream = always(Kind.UNAVAILABLE, attempts);
        for (int i = 0; i < 10; i++) {
            failure(upstream, LONG);
        }

        assertThat(failure(upstream, LONG))
                .isInstanceOf(Failure.UpstreamFailed.class)
                .extracting(Failure::message)
                .asString()
                .contains("left alone");
        assertThat(attempts).hasValue(10);
    }

    @ParameterizedTest
    @EnumSource(names = {"RATE_LIMITED", "TOO_LONG", "REJECTED"})
    void upstreamThatOnlyRefusesIsAskedOn(Kind kind) {
        AtomicInteger attempts = new AtomicInteger();
        GuardedUpstream upstream = always(kind, attempts);
        for (int i = 0; i < 50; i++) {
            failure(upstream, LONG);
        }

        assertThat(attempts).hasValue(50);
    }

    @Test
    void failureOfTheReceiverIsTheCallersOwn() {
        Consumer<String> broken = piece -> {
            throw new IllegalStateException("the client is gone");
        };

        assertThatThrownBy(() -> guarded(new ScriptedUpstream(), 2).complete("m", request(LONG), broken))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the client is gone");
    }

    private Failure failure(GuardedUpstream upstream, Duration timeout) {
        ModelRequest request = request(timeout);
        return catchThrowableOfType(FailureException.class, () -> upstream.complete("m", request, pieces::add))
                .failure();
    }

    private static GuardedUpstream always(Kind kind, AtomicInteger attempts) {
        Upstream upstream = (model, request, passed) -> {
            attempts.incrementAndGet();
            throw failed(kind, null);
        };
        return new GuardedUpstream("tested", upstream, settings(8, 1000, 0), quick());
    }

    private static GuardedUpstream guarded(Upstream upstream, int retries) {
        return guarded(upstream, settings(8, 1000, retries));
    }

    private static GuardedUpstream guarded(Upstream upstream, UpstreamProperties settings) {
        return new GuardedUpstream("tested", upstream, settings, quick());
    }

    private static Backoff quick() {
        return new Backoff(Duration.ofNanos(1), Duration.ofNanos(1), new Random(1));
    }

    private static UpstreamProperties settings(int maxConcurrency, int requestsPerMinute, int retries) {
        return new UpstreamProperties(
                "scripted", null, "", maxConcurrency, requestsPerMinute, retries, LONG, Duration.ZERO);
    }

    private static ScriptedUpstream.Step failing(Kind kind) {
        return ScriptedUpstream.failing(failed(kind, null));
    }

    private static UpstreamException failed(Kind kind, @Nullable Duration retryAfter) {
        return new UpstreamException(kind, "its own words", retryAfter, null);
    }

    private static void never(Consumer<String> passed) {
        await(new CountDownLatch(1));
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("cancelled");
        }
    }

    private static ModelRequest request(Duration timeout) {
        return new ModelRequest(
                "tested/m",
                Purpose.LEAF,
                List.of(Message.user("When?")),
                ModelOptions.of(100, timeout),
                new Share("tested", 1));
    }
}
