package io.rlmgateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys that are let in, known by their SHA-256 only. */
final class AccessKeys {

    private final List<Known> known = new ArrayList<>();

    AccessKeys(List<AccessProperties.Key> keys) {
        for (AccessProperties.Key key : keys) {
            known.add(new Known(sha256(key.key()), new Caller(key.tenant(), key.name())));
        }
    }

    boolean isEmpty() {
        return known.isEmpty();
    }

    /**
     * Finds a key's caller. Every known key is compared to its last byte, so that the time tells nothing.
     *
     * @param presented what the client sent
     * @return its caller, or null when the key is not known
     */
    @Nullable
    Caller find(String presented) {
        byte[] hash = sha256(presented);
        Caller found = null;
        for (Known key : known) {
            if (MessageDigest.isEqual(key.sha256(), hash)) {
                found = key.caller();
            }
        }
        return found;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared as a record
    private record Known(byte[] sha256, Caller caller) {}
}
