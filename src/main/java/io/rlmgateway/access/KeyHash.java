package io.rlmgateway.access;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The SHA-256 of a key. Two of them are compared to the last byte, wherever they begin to differ. */
public final class KeyHash {

    private final byte[] sha256;

    KeyHash(byte[] sha256) {
        this.sha256 = sha256.clone();
    }

    /**
     * A hash as it was stored.
     *
     * @param hex as {@link #hex} gave it
     * @return the hash
     */
    public static KeyHash of(String hex) {
        return new KeyHash(HexFormat.of().parseHex(hex));
    }

    /** {@return the hash in lower-case hexadecimal} */
    public String hex() {
        return HexFormat.of().formatHex(sha256);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyHash hash && MessageDigest.isEqual(sha256, hash.sha256);
    }

    @Override
    public int hashCode() {
        return ByteBuffer.wrap(sha256).getInt();
    }

    /** {@return nothing of the hash} */
    @Override
    public String toString() {
        return "KeyHash[]";
    }
}
