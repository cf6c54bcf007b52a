package io.rlmgateway.document;

import java.util.regex.Pattern;

/**
 * Names bytes: equal bytes of one tenant are one content, equal bytes of two tenants are two.
 *
 * @param tenant the owner, any string
 * @param sha256 SHA-256 of the bytes, 64 lower-case hexadecimal digits
 */
public record ContentKey(String tenant, String sha256) {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** Checks the hash, because stores build paths of it. */
    public ContentKey {
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("'" + sha256 + "' is not a SHA-256 in hexadecimal");
        }
    }
}
