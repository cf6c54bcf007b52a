package io.rlmgateway.access;

import java.time.Instant;

/** What was spent before this process began. */
public interface SpendingHistory {

    /**
     * What a key spent.
     *
     * @param keyId what the key is known by
     * @param from the beginning
     * @return US dollars of all questions that ended since
     */
    double spentUsd(String keyId, Instant from);
}
