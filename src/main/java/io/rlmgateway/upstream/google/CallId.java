package io.rlmgateway.upstream.google;

import io.rlmgateway.upstream.wire.CallNames;

/**
 * Ids of tool calls. Google gives calls a signature of the reasoning behind them instead, and wants it back with the
 * results (Google's guide: thought signatures); the id carries it through the client.
 */
final class CallId {

    private static final String SIGNED = ".";

    private CallId() {}

    /**
     * An id that no other call has.
     *
     * @param signature its signature, or empty
     * @return the id
     */
    static String of(String signature) {
        String name = CallNames.next();
        return signature.isEmpty() ? name : name + SIGNED + signature;
    }

    /**
     * The signature within an id.
     *
     * @param id any id
     * @return the signature; empty when it carries none
     */
    static String signature(String id) {
        int begin = id.indexOf(SIGNED);
        return id.startsWith("call_") && begin > 0 ? id.substring(begin + 1) : "";
    }
}
