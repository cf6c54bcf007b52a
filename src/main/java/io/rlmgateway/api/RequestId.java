package io.rlmgateway.api;

import java.util.UUID;

/** Ids of requests, as OpenAI's: {@code req_} and 32 hexadecimal digits. */
final class RequestId {

    static final String HEADER = "x-request-id";

    private RequestId() {}

    static String next() {
        return "req_" + UUID.randomUUID().toString().replace("-", "");
    }
}
