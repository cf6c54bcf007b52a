package io.rlmgateway.upstream.wire;

import java.util.UUID;

/** Names tool calls for APIs that do not: results of several rounds of a conversation are told apart by them. */
public final class CallNames {

    private CallNames() {}

    /** {@return a name that no other call has} */
    public static String next() {
        return "call_" + UUID.randomUUID().toString().replace("-", "");
    }
}
