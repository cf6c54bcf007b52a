package io.rlmgateway.session;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.session.Budget.Reservation;
import io.rlmgateway.tracing.OpenSpan;
import io.rlmgateway.tracing.SpanTag;
import io.rlmgateway.tracing.Spans;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelFacts;
import io.rlmgateway.upstream.ModelOptions;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.ModelRequest.Share;
import io.rlmgateway.upstream.Models;
import io.rlmgateway.upstream.TokenEstimate;
import io.rlmgateway.upstream.TokenUsage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls to models within the budget of a tree: reserved before, settled after. */
final class ModelCalls {

    /** A reply with less room than this is not worth asking for. */
    static final int LEAST_OUTPUT = 256;

    private final OpenCalls open;
    private final Models models;
    private final Budget budget;
    private final Share share;
    private final Spans spans;
    private final Map<String, Object> parameters;

    ModelCalls(SessionTree tree) {
        this.open = tree.calls();
        this.models = tree.parts().models();
        this.budget = tree.budget();
        this.share = share(tree);
        this.parameters = tree.parameters();
        this.spans = tree.spans();
    }

    /** {@return in whose name the calls of a tree wait} */
    static Share share(SessionTree tree) {
        return new Share(tree.caller().tenant(), tree.trajectory().run(), 1);
    }

    /**
     * A call.
     *
     * @param level depth that it reaches
     * @param outputCap tokens of the reply at most
     * @param responseFormat the form of the reply as OpenAI's parameter says it, or null
     */
    record Call(
            String model,
            Purpose purpose,
            List<Message> messages,
            int level,
            int outputCap,
            @Nullable Map<String, Object> responseFormat) {

        /** A call whose reply may have any form. */
        Call(String model, Purpose purpose, List<Message> messages, int level, int outputCap) {
            this(model, purpose, messages, level, outputCap, null);
        }

        private Call withCap(int cap) {
            return new Call(model, purpose, messages, level, cap, responseFormat);
        }
    }

    /** What a call brought. */
    record Reply(ModelReply reply, Event.Usage usage, long millis) {

        /**
         * A reply as the journal has it.
         *
         * @param stop as {@link #stop} said it
         */
        static Reply recorded(String text, String stop, Event.Usage usage, long millis) {
            TokenUsage tokens =
                    new TokenUsage(usage.input(), usage.cached(), usage.output(), usage.reasoning(), usage.estimated());
            ModelReply.StopReason reason = ModelReply.StopReason.valueOf(stop.toUpperCase(Locale.ROOT));
            return new Reply(new ModelReply(text, reason, tokens, null), usage, millis);
        }

        /** {@return the reply as it was ended on purpose behind a text} */
        Reply endedAt(String text) {
            return new Reply(
                    new ModelReply(text, ModelReply.StopReason.STOP, reply.usage(), reply.refusal()), usage, millis);
        }

        /** {@return why it ended, as the journal says it} */
        String stop() {
            return reply.stop().name().toLowerCase(Locale.ROOT);
        }

        /** {@return what the model says: its text, or its refusal where there is no text} */
        String text() {
            String refusal = reply.refusal();
            return reply.text().isBlank() && refusal != null ? refusal : reply.text();
        }
    }

    /**
     * Asks a model.
     *
     * @param text receives the visible text as it arrives
     * @throws BudgetExhaustedException when the budget does not allow it
     * @throws io.rlmgateway.api.FailureException when no reply could be had
     */
    Reply ask(Call call, ReplyText text) {
        Call capped = capped(call);
        try (Reservation reservation = reserve(capped)) {
            return askOn(reservation, capped, budget.exploringTime(), text);
        }
    }

    /** The call with an output cap that leaves its prompt in the window, and a turn in what is left of the budget. */
    Call capped(Call call) {
        ModelFacts facts = models.facts(call.model());
        long input = models.tokens(call.model(), call.messages());
        long cap = Math.min(Math.min(call.outputCap(), facts.maxOutput()), facts.window() - input);
        if (call.purpose() == Purpose.ROOT) {
            cap = Math.min(cap, budget.tokensLeft() - input);
        }
        return call.withCap((int) Math.max(LEAST_OUTPUT, cap));
    }

    /**
     * Reserves what a call may use at most.
     *
     * @throws BudgetExhaustedException when the budget does not allow it
     */
    Reservation reserve(Call capped) {
        long input = models.tokens(capped.model(), capped.messages());
        return budget.reserve(
                bound(capped.model(), input, capped.outputCap(), capped.level(), capped.purpose() == Purpose.LEAF));
    }

    /**
     * Asks a model on a reservation that was made before, and settles it. A reply that is ended because no more of it is
     * wanted is one; of a call that fails, what came of its reply is settled too, and of one that was given up, its prompt.
     *
     * @param timeout for the whole call
     * @param text receives the visible text as it arrives
     * @throws io.rlmgateway.api.FailureException when no reply could be had
     */
    Reply askOn(Reservation reservation, Call call, Duration timeout, ReplyText text) {
        open.check();
        try (OpenSpan span = spans.chat(call.model())) {
            span.content(SpanTag.INPUT, () -> String.valueOf(call.messages()));
            Reply reply = span.watching(() -> exchange(reservation, call, timeout, text));
            span.tag(SpanTag.INPUT_TOKENS, reply.usage().input())
                    .tag(SpanTag.OUTPUT_TOKENS, reply.usage().output())
                    .content(SpanTag.OUTPUT, reply::text);
            return reply;
        }
    }

    private Reply exchange(Reservation reservation, Call call, Duration timeout, ReplyText text) {
        long started = System.nanoTime();
        ModelOptions options = new ModelOptions(call.outputCap(), timeout, List.of(), parameters(call));
        try (SecondCall second = new SecondCall(budget, reservation.bound())) {
            ModelReply reply = models.complete(
                    new ModelRequest(call.model(), call.purpose(), call.messages(), options, share, second), text);
            return settled(reservation, call, withLost(reply, call, text), started);
        } catch (RuntimeException e) {
            if (text.toString().isEmpty() && !isTimeout(e)) {
                throw e;
            }
            ModelReply sofar = withLost(partial(call, text.toString()), call, text);
            Reply partial = settled(reservation, call, sofar, started);
            text.breakOff(partial);
            if (text.isUnwanted()) {
                return partial;
            }
            throw e;
        }
    }

    /**
     * Books a call whose reply was broken off with the service: what is known of it stands for all of it.
     *
     * @param text what is known of the reply
     */
    Reply brokenOff(Call call, String text) {
        long started = System.nanoTime();
        ModelReply reply = partial(call, text);
        try (Reservation reservation =
                reserve(call.withCap((int) Math.max(1, reply.usage().output())))) {
            return settled(reservation, call, reply, started);
        }
    }

    /** {@return what a call with so many tokens may use at most} */
    Bound bound(String model, long input, long output, int level, boolean subCall) {
        Double cost = models.facts(model).cost(new TokenUsage(input, 0, output, 0));
        return new Bound(model, input + output, cost, level, subCall);
    }

    /** {@return tokens of a prompt} */
    long tokens(String model, List<Message> messages) {
        return models.tokens(model, messages);
    }

    /** {@return tokens that a prompt for this model may have} */
    long room(String model) {
        return models.facts(model).window() - LEAST_OUTPUT;
    }

    private Map<String, Object> parameters(Call call) {
        if (call.responseFormat() == null || !models.facts(call.model()).jsonSchema()) {
            return parameters;
        }
        Map<String, Object> all = new LinkedHashMap<>(parameters);
        all.put("response_format", call.responseFormat());
        return all;
    }

    private Reply settled(Reservation reservation, Call call, ModelReply reply, long started) {
        String model = reply.answeredBy(call.model());
        Double cost = models.facts(model).cost(reply.usage());
        reservation.settle(model, reply.usage(), cost);
        long millis = (System.nanoTime() - started) / 1_000_000;
        return new Reply(reply, usage(model, reply.usage(), cost), millis);
    }

    /** What broke off before the reply began anew was paid for too; nobody counted it. */
    private ModelReply withLost(ModelReply reply, Call call, ReplyText text) {
        int lost = text.restarts();
        return lost == 0
                ? reply
                : reply.plus(
                        TokenUsage.estimated(lost * models.tokens(call.model(), call.messages()), text.lostTokens()));
    }

    /** The upstream may have read the prompt, and charges for it then, though nothing came of the reply. */
    private static boolean isTimeout(RuntimeException failure) {
        return failure instanceof FailureException known && known.failure() instanceof Failure.UpstreamTimedOut;
    }

    /** Upstreams count a reply at its end: of one that did not come so far the tokens are estimated. */
    private ModelReply partial(Call call, String text) {
        TokenUsage usage = TokenUsage.estimated(
                models.tokens(call.model(), call.messages()), Math.min(TokenEstimate.of(text), call.outputCap()));
        return new ModelReply(text, ModelReply.StopReason.STOP, usage, null);
    }

    private static Event.Usage usage(String model, TokenUsage usage, @Nullable Double cost) {
        return new Event.Usage(
                model, usage.input(), usage.cached(), usage.output(), usage.reasoning(), cost, usage.estimated());
    }
}
