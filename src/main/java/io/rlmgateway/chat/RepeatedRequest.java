package io.rlmgateway.chat;

import io.rlmgateway.access.Caller;
import io.rlmgateway.session.Question.Asked;
import io.rlmgateway.session.Question.Repeat;
import io.rlmgateway.session.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a request is recognised by when it is sent again: by the same key to the same path with the same body, and either
 * with the same {@code Idempotency-Key} or, without one, marked as a retry. Equal bodies alone are two requests, and a retry
 * without a key may be one of another client's.
 *
 * @param tenant who asks
 * @param fingerprint of key, path, body and {@code Idempotency-Key}
 * @param repeat whether it may have been sent before
 */
record RepeatedRequest(String tenant, String fingerprint, Repeat repeat) {

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    /** The number of earlier sendings, as OpenAI's clients tell it. */
    private static final String RETRY_COUNT = "x-stainless-retry-count";

    static RepeatedRequest of(Caller caller, HttpServletRequest request, String body) {
        String key = request.getHeader(IDEMPOTENCY_KEY);
        MessageDigest digest = Sha256.digest();
        for (String part : new String[] {caller.keyId(), request.getRequestURI(), body, key == null ? "" : "=" + key}) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return new RepeatedRequest(caller.tenant(), HexFormat.of().formatHex(digest.digest()), repeat(key, request));
    }

    private static Repeat repeat(@Nullable String key, HttpServletRequest request) {
        if (key != null) {
            return Repeat.KEYED;
        }
        String count = request.getHeader(RETRY_COUNT);
        return count != null && count.strip().matches("[1-9]\\d*") ? Repeat.RETRY : Repeat.NONE;
    }

    /** {@return the run that answers it} */
    Asked run(Sessions sessions) {
        return sessions.run(tenant, fingerprint, repeat);
    }

    /** {@return the runs of all answers but the first to a request for several} */
    List<Asked> others(Sessions sessions, int choices) {
        return IntStream.range(1, choices)
                .mapToObj(choice -> sessions.run(tenant, fingerprint + "." + choice, repeat))
                .toList();
    }
}
