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
import io.rlmgateway.upstream.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls to models within the budget of a tree: reserved before, settled after. */
final class ModelCalls {

    private static final int LEAST_OUTPUT = 256;

    private final Models models;
    private final Budget budget;
    private final Share share;
    private final Map<String, Object> parameters;

    ModelCalls(SessionTree tree) {
        this.models = tree.parts().models();
        this.budget = tree.budget();
        this.share = new Share(tree.caller().tenant() + "/" + tree.trajectory().run(), 1);
        this.parameters = tree.parameters();
    }

    /**
     * A call.
     *
     * @param level depth that it reaches
     * @param outputCap tokens of the reply at most
     */
    record Call(String model, Purpose purpose, List<Message> messages, int level, int outputCap) {}

    /** What a call brought. */
    record Reply(ModelReply reply, Event.Usage usage, long millis) {}

    /**
     * Asks a model.
     *
     * @throws BudgetExhaustedException when the budget does not allow it
     * @throws io.rlmgateway.api.FailureException when no reply could be had
     */
    Reply ask(Call call) {
        int cap = outputCap(call);
        try (Reservation reservation = reserve(call, cap)) {
            Duration timeout = call.purpose() == Purpose.CLOSING ? budget.wallTimeLeft() : budget.exploringTime();
            long started = System.nanoTime();
            ModelReply reply = models.complete(
                    new ModelRequest(
                            call.model(),
                            call.purpose(),
                            call.messages(),
                            new ModelOptions(cap, timeout, List.of(), parameters),
                            share),
                    piece -> {});
            Double cost = models.facts(call.model()).cost(reply.usage());
            reservation.settle(reply.usage(), cost);
            long millis = (System.nanoTime() - started) / 1_000_000;
            return new Reply(reply, usage(call.model(), reply.usage(), cost), millis);
        }
    }

    /** {@return what a call may use at most} */
    Bound bound(Call call, int cap) {
        long input = models.tokens(call.model(), call.messages());
        Double cost = models.facts(call.model()).cost(new TokenUsage(input, 0, cap, 0));
        return new Bound(call.model(), input + cap, cost, call.level(), call.purpose() == Purpose.LEAF);
    }

    /** {@return tokens that a prompt is too long for the model, 0 or less when it fits} */
    long excess(Call call) {
        return models.tokens(call.model(), call.messages())
                + LEAST_OUTPUT
                - models.facts(call.model()).window();
    }

    private Reservation reserve(Call call, int cap) {
        Bound bound = bound(call, cap);
        return call.purpose() == Purpose.CLOSING ? budget.reserveClosing(bound) : budget.reserve(bound);
    }

    /** The cap that leaves the prompt in the window, and the call in what is left of the budget. */
    private int outputCap(Call call) {
        ModelFacts facts = models.facts(call.model());
        long input = models.tokens(call.model(), call.messages());
        long cap = Math.min(Math.min(call.outputCap(), facts.maxOutput()), facts.window() - input);
        if (call.purpose() == Purpose.ROOT) {
            cap = Math.min(cap, budget.tokensLeft() - input);
        }
        return (int) Math.max(LEAST_OUTPUT, cap);
    }

    private static Event.Usage usage(String model, TokenUsage usage, @Nullable Double cost) {
        return new Event.Usage(model, usage.input(), usage.cached(), usage.output(), usage.reasoning(), cost);
    }
}
