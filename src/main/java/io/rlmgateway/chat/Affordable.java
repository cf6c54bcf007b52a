package io.rlmgateway.chat;

import io.rlmgateway.access.Purse;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.upstream.ModelFacts;
import io.rlmgateway.upstream.ModelOptions;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.TokenUsage;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a direct call may cost, set aside before it is made; closing it gives that back. Where a key's money is limited, the
 * reply is given a cap that its money pays for.
 *
 * @param purse what pays
 * @param outputCap tokens of each reply at most; null for what the request says
 * @param usd US dollars that are set aside
 */
record Affordable(Purse purse, @Nullable Integer outputCap, double usd) implements AutoCloseable {

    /** A reply with less room than this is not worth paying for. */
    private static final long LEAST_OUTPUT = 16;

    private static final int ATTEMPTS = 100;

    /**
     * A call that is about to be made.
     *
     * @param model as configured, {@code upstream/name}
     * @param facts what is known of the model
     * @param input tokens of its prompt at most
     * @param wish tokens of each reply at most as the client wishes, or null
     * @param replies replies that it brings, 1 or more
     */
    record Call(
            String model,
            ModelFacts facts,
            long input,
            @Nullable Integer wish,
            int replies) {

        private double usd(long output) {
            Double cost = facts.cost(new TokenUsage(input, 0, output * replies, 0));
            if (cost == null) {
                throw new FailureException(
                        new Failure.Forbidden("Your key's money is limited, and the price of the model '"
                                + model
                                + "' is not known here, so your key cannot ask it. Whoever runs this service can set"
                                + " its price."));
            }
            return cost;
        }

        /** The most tokens that so much money pays for; the price of a token is the same for each. */
        private long outputFor(double usd) {
            double prompt = usd(0);
            double token = usd(1) - prompt;
            return token <= 0 ? Long.MAX_VALUE : (long) Math.floor((usd - prompt) / token);
        }

        private long most() {
            return wish == null ? facts.maxOutput() : Math.min(wish, facts.maxOutput());
        }
    }

    /**
     * Sets aside what a call costs at most.
     *
     * @param purse what pays
     * @param call the call
     * @return what was set aside
     * @throws FailureException when there is not enough
     */
    static Affordable of(Purse purse, Call call) {
        if (!purse.isLimited()) {
            return new Affordable(purse, null, 0);
        }
        for (int i = 0; i < ATTEMPTS; i++) {
            long output = Math.min(call.most(), call.outputFor(purse.leftUsd()));
            if (output < Math.min(LEAST_OUTPUT, call.most())) {
                throw tooLittle(call, purse);
            }
            double usd = call.usd(output);
            if (purse.reserve(usd)) {
                return new Affordable(purse, (int) Math.min(output, Integer.MAX_VALUE), usd);
            }
        }
        throw new FailureException(new Failure.RateLimited(
                "Your key's money is being set aside by other questions. Try again.", Duration.ofSeconds(1)));
    }

    private static FailureException tooLittle(Call call, Purse purse) {
        return new FailureException(new Failure.QuotaExhausted(String.format(
                Locale.ROOT,
                "You exceeded your current quota: this question may cost %.6f US dollars and more, and your key has %.6f"
                        + " left. Ask for less, or have its limit raised.",
                call.usd(Math.min(LEAST_OUTPUT, call.most())),
                purse.leftUsd())));
    }

    /** {@return a call whose reply is no longer than its money pays for} */
    ModelRequest capped(ModelRequest request) {
        if (outputCap == null) {
            return request;
        }
        ModelOptions options = request.options();
        return new ModelRequest(
                request.model(),
                request.purpose(),
                request.messages(),
                new ModelOptions(outputCap, options.timeout(), options.stop(), options.parameters(), options.tools()),
                request.share());
    }

    @Override
    public void close() {
        purse.giveBack(usd);
    }
}
