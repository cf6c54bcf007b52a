package io.rlmgateway.upstream;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An upstream within its limits, with retries, that ends in time and fails in the client's terms. */
final class GuardedUpstream {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final String name;
    private final Upstream upstream;
    private final UpstreamLimits limits;
    private final Retry retry;

    /**
     * Guards an upstream.
     *
     * @param name its name
     * @param upstream the upstream
     * @param settings its settings
     * @param backoff how long to wait before another attempt
     */
    GuardedUpstream(String name, Upstream upstream, UpstreamProperties settings, Backoff backoff) {
        this.name = name;
        this.upstream = upstream;
        this.limits = new UpstreamLimits(name, settings);
        this.retry = Retry.of(
                name,
                RetryConfig.custom()
                        .maxAttempts(1 + settings.retries())
                        .retryOnException(UpstreamException.class::isInstance)
                        .intervalBiFunction((attempt, outcome) -> backoff.after(
                                        attempt, outcome.isLeft() ? retryAfter(outcome.getLeft()) : null)
                                .toMillis())
                        .build());
    }

    /**
     * Asks a model as {@link Models#complete} says.
     *
     * @param model the model's name at the upstream
     * @param request the call
     * @param pieces receives the visible text
     * @return the reply
     */
    ModelReply complete(String model, ModelRequest request, Consumer<String> pieces) {
        try (Deadline deadline = Deadline.in(request.options().timeout())) {
            Call call = new Call(deadline);
            return within(
                    call,
                    () -> upstream.complete(model, request, piece -> {
                        call.passed = true;
                        pieces.accept(piece);
                    }));
        }
    }

    /**
     * What passes requests on to a model as {@link Models#relay} says.
     *
     * @param model the model's name at the upstream
     * @return it, or empty where requests must be put into other words
     */
    Optional<Relay> relay(String model) {
        return upstream.relay().map(raw -> (request, receiver) -> {
            try (Deadline deadline = Deadline.in(request.timeout())) {
                Call call = new Call(deadline);
                return within(call, () -> raw.pass(request.withModel(model), new Watched(receiver, call)));
            }
        });
    }

    private <T> T within(Call call, Supplier<T> attempt) {
        try {
            return retry.executeSupplier(() -> attempt(call, attempt));
        } catch (RuntimeException e) {
            throw told(e, call.deadline);
        }
    }

    private <T> T attempt(Call call, Supplier<T> attempt) {
        try {
            return limits.within(attempt);
        } catch (UpstreamException e) {
            if (call.mayTryAgainAfter(e)) {
                throw e;
            }
            // not an UpstreamException any more, so that the retry lets it pass
            throw new FailureException(failure(e), e);
        }
    }

    private RuntimeException told(RuntimeException error, Deadline deadline) {
        if (deadline.expired()) {
            return new FailureException(timedOut("gave no whole reply within " + seconds(deadline.timeout())), error);
        }
        if (Thread.currentThread().isInterrupted()) {
            return cancelled(error);
        }
        return switch (error) {
            case UpstreamException failed -> new FailureException(failure(failed), failed);
            case CallNotPermittedException open ->
                new FailureException(
                        new Failure.UpstreamFailed("Upstream '" + name
                                + "' failed too often and is left alone for some seconds; try again later."),
                        open);
            default -> error;
        };
    }

    private Failure failure(UpstreamException failed) {
        String words = failed.getMessage();
        return switch (failed.kind()) {
            case RATE_LIMITED ->
                new Failure.RateLimited(
                        "Upstream '" + name + "' takes no more calls at the moment: " + words,
                        failed.retryAfter() == null ? RETRY_AFTER : failed.retryAfter());
            case UNAVAILABLE -> new Failure.UpstreamFailed("Upstream '" + name + "' failed: " + words);
            case TIMED_OUT -> timedOut("did not answer in time: " + words);
            case TOO_LONG ->
                new Failure.InvalidRequest(
                        Failure.Reason.CONTEXT_LENGTH_EXCEEDED,
                        "The prompt is too long for the model of upstream '" + name + "': " + words,
                        "messages");
            case REJECTED -> new Failure.UpstreamFailed("Upstream '" + name + "' refused the request: " + words);
        };
    }

    private Failure timedOut(String how) {
        return new Failure.UpstreamTimedOut("Upstream '" + name + "' " + how + ".");
    }

    private static RuntimeException cancelled(RuntimeException error) {
        if (error instanceof CancellationException) {
            return error;
        }
        CancellationException cancelled = new CancellationException("the call was cancelled");
        cancelled.initCause(error);
        return cancelled;
    }

    private static String seconds(Duration time) {
        return time.toMillis() / 1000.0 + " s";
    }

    private static @Nullable Duration retryAfter(Throwable error) {
        return error instanceof UpstreamException failed ? failed.retryAfter() : null;
    }

    /** One call with all its attempts; used on one thread. */
    private static final class Call {

        private final Deadline deadline;
        private boolean passed;

        Call(Deadline deadline) {
            this.deadline = deadline;
        }

        boolean mayTryAgainAfter(UpstreamException failed) {
            return !passed
                    && switch (failed.kind()) {
                        case RATE_LIMITED, UNAVAILABLE, TIMED_OUT ->
                            failed.retryAfter() == null || failed.retryAfter().compareTo(deadline.remaining()) < 0;
                        case TOO_LONG, REJECTED -> false;
                    };
        }
    }

    /** Notes that something was passed on. */
    private record Watched(RelayReceiver receiver, Call call) implements RelayReceiver {

        @Override
        public void whole(List<ByteBuffer> json) {
            call.passed = true;
            receiver.whole(json);
        }

        @Override
        public void events(ByteBuffer events) {
            call.passed = true;
            receiver.events(events);
        }

        @Override
        public void brokeOff(TokenUsage sofar) {
            receiver.brokeOff(sofar);
        }
    }
}
