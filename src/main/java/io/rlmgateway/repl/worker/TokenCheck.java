package io.rlmgateway.repl.worker;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Lets only those in who know the token. The comparison takes as long for a wrong one, wherever it differs. */
final class TokenCheck implements ServerInterceptor {

    private final byte[] expected;

    TokenCheck(String token) {
        expected = hash(header(token));
    }

    /** {@return what a gateway sends in the header {@code authorization}} */
    static String header(String token) {
        return "Bearer " + token;
    }

    private static byte[] hash(@Nullable String header) {
        return TextHashes.digest().digest(String.valueOf(header).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (MessageDigest.isEqual(expected, hash(headers.get(WorkerCalls.AUTHORIZATION)))) {
            return next.startCall(call, headers);
        }
        call.close(Status.UNAUTHENTICATED.withDescription("it wants another token"), new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
