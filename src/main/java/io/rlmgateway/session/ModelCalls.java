package io.rlmgateway.session;

import io.rlmgateway.session.Budget.Bound;
import io.rlmgateway.session.Budget.Reservation;
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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls to models within the budget of a tree: reserved before, settled after. */
final class ModelCalls {

    /** A reply with less room than this is not worth asking for. */
    static final int LEAST_OUTPUT = 256;

    private final Models models;
    private final Budget budget;
    private final Share share;
    private final Map<String, Object> parameters;

    ModelCalls(SessionTree tree) {
        this.models = tree.parts().models();
        this.budget = tree.budget();
        this.share = new Share(tree.caller().tenant(), tree.trajectory().run(), 1);
        this.parameters = tree.parameters();
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

        /** {@return the reply as it was ended on purpose behind a text} */
        Reply endedAt(String text) {
            return new Reply(
                    new ModelReply(text, ModelReply.StopReason.STOP, reply.usage(), reply.refusal()), usage, millis);
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
     * wanted is one; of a call that fails, what came of its reply is settled too.
     *
     * @param timeout for the whole call
     * @param text receives the visible text as it arrives
     * @throws io.rlmgateway.api.FailureException when no reply could be had
     */
    Reply askOn(Reservation reservation, Call call, Duration timeout, ReplyText text) {
        long started = System.nanoTime();
        ModelOptions options = new ModelOptions(call.outputCap(), timeout, List.of(), parameters(call));
        try {
            ModelReply reply = models.complete(
                    new ModelRequest(call.model(), call.purpose(), call.messages(), options, share), text);
            return settled(reservation, call, reply, started);
        } catch (RuntimeException e) {
            if (text.toString().isEmpty()) {
                throw e;
            }
            Reply partial = settled(reservation, call, partial(call, text.toString()), started);
            text.breakOff(partial);
            if (text.isUnwanted()) {
                return partial;
            }
            throw e;
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
        Double cost = models.facts(call.model()).cost(reply.usage());
        reservation.settle(reply.usage(), cost);
        long millis = (System.nanoTime() - started) / 1_000_000;
        return new Reply(reply, usage(call.model(), reply.usage(), cost), millis);
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
