package io.rlmgateway.access;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key that is let in.
 *
 * @param caller who holds it
 * @param secrets the texts that open it; a key that was just replaced has two for a while
 */
public record IssuedKey(Caller caller, List<Secret> secrets) {

    /** Copies the list. */
    public IssuedKey {
        secrets = List.copyOf(secrets);
    }

    /**
     * A text that opens a key.
     *
     * @param hash its hash
     * @param until when it ceases to, or null for never
     */
    public record Secret(KeyHash hash, @Nullable Instant until) {

        boolean opensAt(Instant now) {
            return until == null || now.isBefore(until);
        }
    }
}
