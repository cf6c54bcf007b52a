package io.rlmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.ModelRequest.Share;
import io.rlmgateway.upstream.UpstreamException.Kind;
import io.rlmgateway.upstream.UpstreamFlowProperties.OfUpstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class GuardedUpstreamTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final VirtualTime time = new VirtualTime();
    private final List<String> pieces = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(names = {"RATE_LIMITED", "UNAVAILABLE", "TIMED_OUT"})
    void failureThatAnotherAttemptCanHelpIsTriedAgain(Kind kind) {
        ScriptedUpstream upstream = new ScriptedUpstream(failing(kind), failing(kind));

        ModelReply reply = complete(guarded(upstream, 2), LONG);

        assertThat(reply.text()).isEqualTo(ScriptedUpstream.REPLY);
        assertThat(pieces).containsExactly(ScriptedUpstream.REPLY);
        assertThat(upstream.attempts()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(names = {"TOO_LONG", "REJECTED"})
    void failureThatNoAttemptCanHelpIsNotTriedAgain(Kind kind) {
        ScriptedUpstream upstream = new ScriptedUpstream(failing(kind));

        assertThat(failure(guarded(upstream, 2), LONG)).isNotNull();
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
    void whatWasPassedOnIsForgottenOnlyWhenAnotherAttemptIsMade() {
        ScriptedUpstream.Step half = passed -> {
            passed.accept("half");
            throw failed(Kind.UNAVAILABLE, null);
        };
        ScriptedUpstream upstream = new ScriptedUpstream(half, half);
        AtomicInteger restarts = new AtomicInteger();
        RestartablePieces restartable = new RestartablePieces() {
            @Override
            public boolean restart() {
                restarts.incrementAndGet();
                pieces.clear();
                return true;
            }

            @Override
            public void accept(String piece) {
                pieces.add(piece);
            }
        };
        GuardedUpstream guarded = guarded(upstream, 1);
        time.start(() -> assertThatThrownBy(() -> guarded.complete("m", request(LONG), restartable))
                .isInstanceOf(FailureException.class));

        time.run();

        assertThat(upstream.attempts()).isEqualTo(2);
        assertThat(restarts).hasValue(1);
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
                            case UNAVAILABLE, REJECTED, KEY_REFUSED -> Failure.UpstreamFailed.class;
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
        GuardedUpstream upstream = guarded(new ScriptedUpstream(passed -> pause(Duration.ofHours(1))), 2);

        assertThat(failure(upstream, SHORT))
                .isEqualTo(new Failure.UpstreamTimedOut("Upstream 'tested' gave no whole reply within 0.05 s."));
    }

    @Test
    void pauseBetweenAttemptsEndsWithTheTimeout() {
        Backoff hours = new Backoff(Duration.ofHours(1), Duration.ofHours(2), new Random(1));
        ScriptedUpstream upstream = new ScriptedUpstream(failing(Kind.UNAVAILABLE));

        assertThat(failure(guarded(time, upstream, settings(8, 1000, 2), hours), SHORT))
                .isInstanceOf(Failure.UpstreamTimedOut.class);
        assertThat(upstream.attempts()).isEqualTo(1);
    }

    @Test
    void whatAnotherModelCanAnswerPausesNoLongerThanItsPatience() {
        Duration patience = Duration.ofSeconds(3);
        Upstream down = (model, request, passed) -> {
            throw failed(Kind.UNAVAILABLE, Duration.ofSeconds(2));
        };
        GuardedUpstream guarded = guarded(time, down, settings(8, 60_000, 9), quick());
        time.start(() -> assertThatThrownBy(
                        () -> guarded.complete("m", request(LONG), new Pieces(time, pieces::add), patience))
                .isInstanceOf(FailureException.class));

        time.run();

        assertThat(time.seconds()).isBetween(2.0, 3.0);
    }

    @Test
    void turnsOfAllAttemptsTogetherTakeNoLongerThanThePatience() {
        Upstream busy = (model, request, passed) -> {
            throw failed(Kind.RATE_LIMITED, Duration.ofSeconds(2));
        };
        GuardedUpstream guarded = guarded(time, busy, settings(8, 60_000, 9), quick());
        time.start(() -> assertThatThrownBy(() ->
                        guarded.complete("m", request(LONG), new Pieces(time, pieces::add), Duration.ofSeconds(3)))
                .isInstanceOf(FailureException.class));

        time.run();

        assertThat(time.seconds()).isBetween(2.0, 3.0);
    }

    @Test
    void waitForTheNextMinuteEndsWithTheTimeout() {
        GuardedUpstream upstream = guarded(time, new ScriptedUpstream(), settings(8, 2, 0), quick());
        complete(upstream, LONG);
        complete(upstream, LONG);

        assertThat(failure(upstream, SHORT)).isInstanceOf(Failure.UpstreamTimedOut.class);
        assertThat(pieces).hasSize(2);
    }

    @Test
    void waitForAPlaceEndsWithTheTimeout() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        GuardedUpstream upstream = guarded(
                Time.system(),
                new ScriptedUpstream(passed -> {
                    inside.countDown();
                    never();
                }),
                settings(1, 60_000, 0),
                quick());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ModelReply> first = threads.submit(() -> upstream.complete("m", request(LONG), piece -> {}));
            inside.await();

            assertThatThrownBy(() -> upstream.complete("m", request(SHORT), piece -> {}))
                    .isInstanceOfSatisfying(
                            FailureException.class,
                            failed -> assertThat(failed.failure()).isInstanceOf(Failure.UpstreamTimedOut.class));

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

        assertThatThrownBy(() -> guarded(Time.system(), upstream, settings(8, 1000, 2), hours)
                        .complete("m", request(LONG), pieces::add))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void interruptWhileWaitingForAPlaceIsACancellation() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> guarded(Time.system(), new ScriptedUpstream(), settings(8, 1000, 2), quick())
                        .complete("m", request(LONG), pieces::add))
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
        GuardedUpstream upstream = guarded(Time.system(), counting, settings(7, 60_000, 0), quick());
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
    void callThatAloneIsRefusedAgainAndAgainEnds() {
        AtomicInteger attempts = new AtomicInteger();
        Upstream refusing = (model, request, passed) -> {
            attempts.incrementAndGet();
            throw failed(Kind.RATE_LIMITED, null);
        };

        assertThat(failure(guarded(refusing, 2), LONG)).isInstanceOf(Failure.RateLimited.class);
        assertThat(attempts).hasValueLessThanOrEqualTo(10);
        assertThat(time.seconds()).isLessThan(60);
    }

    @Test
    void failureOfTheReceiverIsTheCallersOwn() {
        Consumer<String> broken = piece -> {
            throw new IllegalStateException("the client is gone");
        };

        GuardedUpstream upstream = guarded(Time.system(), new ScriptedUpstream(), settings(8, 1000, 2), quick());

        assertThatThrownBy(() -> upstream.complete("m", request(LONG), broken))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the client is gone");
    }

    private Failure failure(GuardedUpstream upstream, Duration timeout) {
        return thrown(FailureException.class, () -> complete(upstream, timeout)).failure();
    }

    /** What is thrown on a thread of the virtual time. */
    private static <T extends Throwable> T thrown(Class<T> type, ThrowingCallable callable) {
        AssertionError failed = catchThrowableOfType(AssertionError.class, callable);
        return type.cast(Objects.requireNonNull(failed.getCause()));
    }

    private GuardedUpstream always(Kind kind, AtomicInteger attempts) {
        Upstream upstream = (model, request, passed) -> {
            attempts.incrementAndGet();
            throw failed(kind, null);
        };
        return guarded(time, upstream, settings(8, 60_000, 0), quick());
    }

    private GuardedUpstream guarded(Upstream upstream, int retries) {
        return guarded(time, upstream, settings(8, 60_000, retries), quick());
    }

    private static GuardedUpstream guarded(Time time, Upstream upstream, UpstreamProperties settings, Backoff backoff) {
        return new GuardedUpstreams(time, backoff, Guard.Watch.NONE)
                .guarded("tested", List.of(new Endpoint(1, upstream, 1)), settings, OfUpstream.DEFAULT);
    }

    private ModelReply complete(GuardedUpstream upstream, Duration timeout) {
        AtomicReference<ModelReply> reply = new AtomicReference<>();
        time.start(() -> reply.set(upstream.complete("m", request(timeout), pieces::add)));
        time.run();
        return reply.get();
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

    private void pause(Duration duration) {
        try {
            time.pause(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("cancelled");
        }
    }

    private static void never() {
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
