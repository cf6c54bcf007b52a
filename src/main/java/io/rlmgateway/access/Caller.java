package io.rlmgateway.access;

/**
 * Who asks.
 *
 * @param tenant owner of documents and runs; {@code default} where no keys are configured
 * @param keyName the name of the key, for people, or {@code anonymous}
 * @param keyId what the key is known by; the name of a key that the configuration names
 * @param rights what the key may do
 * @param limits what it may use
 */
public record Caller(String tenant, String keyName, String keyId, KeyRights rights, KeyLimits limits) {

    /** The caller where no keys are configured. */
    public static final Caller ANONYMOUS = new Caller("default", "anonymous");

    /**
     * A caller whose key has no bounds.
     *
     * @param tenant owner of documents and runs
     * @param keyName the name of the key
     */
    public Caller(String tenant, String keyName) {
        this(tenant, keyName, keyName, KeyRights.CALLER, KeyLimits.NONE);
    }
}
