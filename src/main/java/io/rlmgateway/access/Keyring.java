package io.rlmgateway.access;

import java.time.Instant;
import java.util.Map;

/** The keys that are let in, in memory. What is changed here counts from the next request on. */
public interface Keyring {

    /**
     * Lets a key in, in place of what was known of it before.
     *
     * @param key the key
     */
    void put(IssuedKey key);

    /**
     * Lets a key in no more.
     *
     * @param keyId what it is known by
     */
    void remove(String keyId);

    /** From now on nobody is let in without a key, whether there is one or not. */
    void close();

    /** {@return when keys were last used that were since this was last asked, by their ids} */
    Map<String, Instant> takeUses();
}
