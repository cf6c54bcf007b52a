package io.rlmgateway.upstream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether sub-calls are sent a second time when their reply takes long. The first good reply counts, and the other call
 * is cancelled; both are paid.
 *
 * @param enabled whether sub-calls are sent a second time
 * @param after how long after a call was sent; unset: as long as 19 of 20 of the last replies of its model took, once 20
 *     are known
 */
record HedgingProperties(
        @DefaultValue("false") boolean enabled, @Nullable Duration after) {

    /** No call is sent twice. */
    static final HedgingProperties OFF = new HedgingProperties(false, null);
}
