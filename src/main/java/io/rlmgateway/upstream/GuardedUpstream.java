package io.rlmgateway.upstream;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
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
            Call call = new Call(model, request, pieces, deadline);
            try {
                return retry.executeSupplier(() -> attempt(call));
            } catch (RuntimeException e) {
                throw told(e, deadline);
            }
        }
    }

    private ModelReply attempt(Call call) {
        try {
            return limits.within(() -> upstream.complete(call.model, call.request, call::pass));
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

        private final String model;
        private final ModelRequest request;
        private final Consumer<String> pieces;
        private final Deadline deadline;
        private boolean passed;

        Call(String model, ModelRequest request, Consumer<String> pieces, Deadline deadline) {
            this.model = model;
            this.request = request;
            this.pieces = pieces;
            this.deadline = deadline;
        }

        void pass(String piece) {
            passed = true;
            pieces.accept(piece);
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
}
