package io.rlmgateway.upstream;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An upstream within its limits, with retries, that ends in time and fails in the client's terms. */
final class GuardedUpstream {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final String name;
    private final Time time;
    private final Guard guard;
    private final boolean relays;
    private final Hedges hedges;

    /**
     * Guards an upstream.
     *
     * @param name its name
     * @param time what it goes by
     * @param guard what its calls pass through
     * @param relays whether it takes requests as clients send them
     * @param hedges which calls are sent a second time
     */
    GuardedUpstream(String name, Time time, Guard guard, boolean relays, Hedges hedges) {
        this.hedges = hedges;
        this.name = name;
        this.time = time;
        this.guard = guard;
        this.relays = relays;
    }

    /**
     * What passes requests on to a model as {@link Models#relay} says.
     *
     * @param model the model's name at the upstream
     * @return it, or empty where requests must be put into other words
     */
    Optional<GuardedRelay> relay(String model) {
        return relays ? Optional.of(new GuardedRelay(this, time, model)) : Optional.empty();
    }

    /** {@return what its calls pass through} */
    Guard guard() {
        return guard;
    }

    /** {@return what goes on at each model that was asked} */
    List<UpstreamLoad> load() {
        return guard.turnstile()
                .read(line -> new UpstreamLoad(
                        name,
                        line.model(),
                        line.queue().size(),
                        line.inFlight(),
                        line.lanes().stream().mapToDouble(Lane::perSecond).sum(),
                        (int) line.lanes().stream().filter(Lane::isOpen).count()));
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
        return complete(model, request, new Pieces(time, pieces), null);
    }

    /**
     * Asks a model as {@link Models#complete} says.
     *
     * @param model the model's name at the upstream
     * @param request the call
     * @param pieces receives the visible text
     * @param patience how long it waits for its turn, or null
     * @return the reply
     */
    ModelReply complete(String model, ModelRequest request, Pieces pieces, @Nullable Duration patience) {
        GuardedCall call =
                new GuardedCall(model, request.share(), () -> TokenEstimate.of(request), pieces::mayRepeat, patience);
        return hedges.concern(request)
                ? new HedgedCall(this, hedges, time, call, request).make(pieces)
                : attempt(call, request.options().timeout(), admission -> asked(admission, request, pieces));
    }

    /** {@return what one attempt brings} */
    ModelReply asked(Admission admission, ModelRequest request, Pieces pieces) {
        ModelReply reply = admission.upstream().complete(admission.model(), request, pieces.of(admission));
        admission.used(reply.usage().total());
        admission.told(RateLimits.of(reply.limits()));
        return counted(reply, request);
    }

    /** Less than no tokens would be given back to the budget. */
    private static ModelReply counted(ModelReply reply, ModelRequest request) {
        TokenUsage usage = reply.usage();
        boolean possible =
                Math.min(Math.min(usage.input(), usage.cached()), Math.min(usage.output(), usage.reasoning())) >= 0;
        return possible
                ? reply
                : reply.with(TokenUsage.estimated(TokenEstimate.of(request), TokenEstimate.of(reply.text())));
    }

    /**
     * Makes a call of any kind.
     *
     * @param call the call
     * @param timeout for all of it
     * @param attempt makes one attempt
     * @param <T> what it brings
     * @return what it brought
     * @throws FailureException when it brought nothing
     * @throws CancellationException when the thread is interrupted
     */
    <T> T attempt(GuardedCall call, Duration timeout, Guard.Attempt<T> attempt) {
        return within(timeout, deadline -> guard.attempt(call, deadline, attempt));
    }

    /**
     * Makes one further attempt beside a call that is under way, at once or not at all.
     *
     * @param call the call
     * @param timeout for all of it
     * @param attempt makes the attempt
     * @param <T> what it brings
     * @return what it brought
     * @throws FailureException when it brought nothing
     * @throws CancellationException when the thread is interrupted
     */
    <T> T beside(GuardedCall call, Duration timeout, Guard.Attempt<T> attempt) {
        return within(timeout, _ -> guard.beside(call, attempt));
    }

    private <T> T within(Duration timeout, Function<Deadline, T> action) {
        try (Deadline deadline = Deadline.in(time, timeout)) {
            try {
                return action.apply(deadline);
            } catch (RuntimeException e) {
                throw told(e, deadline);
            }
        }
    }

    private RuntimeException told(RuntimeException error, Deadline deadline) {
        if (deadline.expired() || !deadline.remaining().isPositive()) {
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
            case REJECTED, KEY_REFUSED ->
                new Failure.UpstreamFailed("Upstream '" + name + "' refused the request: " + words);
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
}
