package io.rlmgateway.upstream;

import io.rlmgateway.upstream.UpstreamListener.HedgeOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A call that is sent a second time, to another endpoint if there is one, when its reply takes long: the first good reply
 * counts, the other call is cancelled, and what it cost is added (Dean and Barroso, The Tail at Scale, CACM 2013). The
 * second call is one attempt, made at once or not at all, out of the budget of further attempts.
 */
final class HedgedCall {

    private final GuardedUpstream upstream;
    private final Hedges hedges;
    private final Time time;
    private final GuardedCall call;
    private final ModelRequest request;
    private final Time.Signal decided;
    private final long end;
    private final Racer first = new Racer(this::first, this::ended);
    private final Racer second = new Racer(this::second, this::ended);
    private Time.@Nullable Alarm alarm;
    private boolean doubled;
    private boolean over;

    /**
     * A call that was not made yet.
     *
     * @param upstream makes it
     * @param hedges when it is sent again
     * @param time what it goes by
     * @param call how it takes part in the limits
     * @param request the call
     */
    HedgedCall(GuardedUpstream upstream, Hedges hedges, Time time, GuardedCall call, ModelRequest request) {
        this.upstream = upstream;
        this.hedges = hedges;
        this.time = time;
        this.call = call;
        this.request = request;
        this.decided = time.signal();
        this.end = time.nanos() + request.options().timeout().toNanos();
    }

    /**
     * Makes the call.
     *
     * @param pieces receives the text that counts, at the end
     * @return the reply, with the tokens of both calls
     * @throws io.rlmgateway.api.FailureException when neither call brought one
     * @throws CancellationException when the thread is interrupted
     */
    ModelReply make(Pieces pieces) {
        time.fork(upstream.guard().traced(first));
        try {
            while (!decided.await(request.options().timeout())) {
                // each call ends by its own deadline, which tells why
            }
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
            tell(pieces);
            CancellationException cancelled = new CancellationException("the call was cancelled");
            cancelled.initCause(e);
            throw cancelled;
        }
        return outcome(pieces);
    }

    private ModelReply outcome(Pieces pieces) {
        Racer winner = first.reply() != null ? first : second;
        ModelReply reply = winner.reply();
        if (reply == null) {
            tell(pieces);
            listen(HedgeOutcome.FAILED);
            throw Objects.requireNonNull(first.failure());
        }
        // before it is cancelled: what it cost until now
        TokenUsage wasted = wasted(winner, reply.usage().input());
        stop();
        listen(winner == second ? HedgeOutcome.WON : HedgeOutcome.LOST);
        took(winner);
        if (!reply.text().isEmpty()) {
            pieces.pass(reply.text());
        }
        return wasted.total() == 0 ? reply : reply.plus(wasted);
    }

    private void listen(HedgeOutcome outcome) {
        if (second.admission() != null) {
            upstream.guard().hedged(call.model(), outcome);
        }
    }

    /** A first call that was not waited for would have taken longer still. */
    private void took(Racer winner) {
        Admission sent = first.admission();
        if (sent != null) {
            hedges.took(call.model(), Duration.ofNanos(time.nanos() - sent.sentAt()));
        }
        Admission other = second.admission();
        if (winner == second && other != null) {
            hedges.took(call.model(), Duration.ofNanos(time.nanos() - other.sentAt()));
        }
    }

    /** The prompt is the same, so the winner's count of it holds for both. */
    private TokenUsage wasted(Racer winner, long input) {
        ModelReply other = (winner == first ? second : first).reply();
        return texts().stream()
                .map(text -> TokenUsage.estimated(input, TokenEstimate.of(text)))
                .reduce(other == null ? TokenUsage.NONE : other.usage(), TokenUsage::plus);
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>(second.wasted());
        texts.addAll(first.wasted());
        return texts;
    }

    /** Without a reply, what came of it is passed on: it was paid for. */
    private void tell(Pieces pieces) {
        List<String> texts = texts();
        for (int i = 0; i < texts.size() && (i == 0 || pieces.mayRepeat()); i++) {
            pieces.pass(texts.get(i));
        }
    }

    private synchronized void stop() {
        over = true;
        if (alarm != null) {
            alarm.cancel();
        }
        first.cancel();
        second.cancel();
    }

    private ModelReply first(Racer racer) {
        Pieces held = new Pieces(time, racer.held());
        return upstream.attempt(call.repeatedIf(held::mayRepeat), left(), admission -> {
            racer.sent(admission);
            setAlarm();
            return upstream.asked(admission, request, held);
        });
    }

    private ModelReply second(Racer racer) {
        Pieces held = new Pieces(time, racer.held());
        Admission before = Objects.requireNonNull(first.admission());
        return upstream.beside(call.elsewhere(before.lane()), left(), admission -> {
            racer.sent(admission);
            return upstream.asked(admission, request, held);
        });
    }

    private Duration left() {
        return Duration.ofNanos(end - time.nanos());
    }

    private synchronized void setAlarm() {
        Optional<Duration> after = hedges.after(call.model());
        if (alarm == null && !over && after.isPresent()) {
            alarm = time.alarm(after.get(), upstream.guard().traced(this::hedge));
        }
    }

    private synchronized void hedge() {
        // asked last: it sets money aside
        if (!over
                && first.isRunning()
                && upstream.guard().spend()
                && request.second().getAsBoolean()) {
            doubled = true;
            time.fork(upstream.guard().traced(second));
        }
    }

    private synchronized void ended(Racer racer) {
        Racer other = racer == first ? second : first;
        boolean alone = !doubled || other.failure() != null;
        if (racer.reply() != null || alone) {
            over = true;
            decided.give();
        }
    }
}
