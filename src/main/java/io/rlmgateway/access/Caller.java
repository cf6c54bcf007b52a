package io.rlmgateway.access;

/**
 * Who asks.
 *
 * @param tenant owner of documents and runs; {@code default} where no keys are configured
 * @param keyName the configured name of the key, or {@code anonymous}
 */
public record Caller(String tenant, String keyName) {

    /** The caller where no keys are configured. */
    public static final Caller ANONYMOUS = new Caller("default", "anonymous");
}
