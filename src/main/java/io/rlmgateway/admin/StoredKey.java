package io.rlmgateway.admin;

import io.rlmgateway.access.Caller;
import io.rlmgateway.access.IssuedKey;
import io.rlmgateway.access.KeyHash;
import io.rlmgateway.access.KeyLimits;
import io.rlmgateway.access.KeyRights;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key that was made by the admin API.
 *
 * @param id what it is known by, as {@code key_…}
 * @param name its name, for people
 * @param tenant whose documents and runs it reaches
 * @param texts what opens it
 * @param terms what it may do and use
 * @param times when it was made, and how long it lasts
 */
record StoredKey(String id, String name, String tenant, Texts texts, Terms terms, Times times) {

    /**
     * The texts that open a key.
     *
     * @param hash of the one that its owner was given last
     * @param ending the last characters of that
     * @param earlier the one before, while it still opens the key
     */
    record Texts(KeyHash hash, String ending, IssuedKey.@Nullable Secret earlier) {}

    /**
     * What a key may do and use.
     *
     * @param rights what it may do
     * @param limits what it may use
     */
    record Terms(KeyRights rights, KeyLimits limits) {}

    /**
     * When things happen to a key.
     *
     * @param created when it was made
     * @param lastUsed when it last opened, up to a minute ago; null when it never did
     * @param expires when it ceases to open, or null for never
     * @param revoked when it was revoked, or null
     */
    record Times(
            Instant created,
            @Nullable Instant lastUsed,
            @Nullable Instant expires,
            @Nullable Instant revoked) {}

    boolean isRevoked() {
        return times.revoked() != null;
    }

    StoredKey with(Texts others) {
        return new StoredKey(id, name, tenant, others, terms, times);
    }

    StoredKey revoked(Instant at) {
        return new StoredKey(
                id, name, tenant, texts, terms, new Times(times.created(), times.lastUsed(), times.expires(), at));
    }

    /** {@return the key as it is let in} */
    IssuedKey issued() {
        List<IssuedKey.Secret> secrets = new ArrayList<>();
        secrets.add(new IssuedKey.Secret(texts.hash(), times.expires()));
        IssuedKey.Secret earlier = texts.earlier();
        if (earlier != null) {
            secrets.add(earlier);
        }
        return new IssuedKey(new Caller(tenant, name, id, terms.rights(), terms.limits()), secrets);
    }
}
