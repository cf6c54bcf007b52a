package io.rlmgateway.upstream;

import io.rlmgateway.upstream.ModelRequest.Share;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A call that takes part in the limits of its upstream, whatever it sends.
 *
 * @param model the model's name at the upstream
 * @param share in whose name it waits for its turn
 * @param tokens counts, from above, the tokens that it will use; asked only where tokens are limited
 * @param mayRepeat asked after a failed attempt: whether another one may be made. It may not once something was passed on
 *     that cannot be taken back
 * @param patience how long it waits for its turn, or null for as long as it has; then it counts as refused for too many
 *     calls
 * @param avoided the lane that is the last one to take it, or null
 */
record GuardedCall(
        String model,
        Share share,
        LongSupplier tokens,
        BooleanSupplier mayRepeat,
        @Nullable Duration patience,
        @Nullable Lane avoided) {

    /**
     * A call that any lane takes.
     *
     * @param model the model's name at the upstream
     * @param share in whose name it waits for its turn
     * @param tokens counts the tokens that it will use
     * @param mayRepeat asked after a failed attempt
     * @param patience how long it waits for its turn, or null
     */
    GuardedCall(
            String model, Share share, LongSupplier tokens, BooleanSupplier mayRepeat, @Nullable Duration patience) {
        this(model, share, tokens, mayRepeat, patience, null);
    }

    /** {@return the same call, asked elsewhere whether another attempt may be made} */
    GuardedCall repeatedIf(BooleanSupplier repeatable) {
        return new GuardedCall(model, share, tokens, repeatable, patience, avoided);
    }

    /** {@return the same call on another lane, if there is one that can take it} */
    GuardedCall elsewhere(Lane lane) {
        return new GuardedCall(model, share, tokens, mayRepeat, patience, lane);
    }
}
