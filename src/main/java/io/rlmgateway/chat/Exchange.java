package io.rlmgateway.chat;

import io.rlmgateway.session.ClientDeadline;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request and its response.
 *
 * @param request what was asked
 * @param response receives the answer
 * @param deadline when the client must have its answer, or null
 */
record Exchange(
        HttpServletRequest request,
        HttpServletResponse response,
        @Nullable ClientDeadline deadline) {

    /** A request that came just now. */
    Exchange(HttpServletRequest request, HttpServletResponse response) {
        this(request, response, CallTimeout.read(request, System.nanoTime()));
    }

    /** {@return the id that the request was given; empty where it has none} */
    String requestId() {
        return Objects.requireNonNullElse(response.getHeader("x-request-id"), "");
    }

    /** {@return where the service was reached, without a path} */
    String baseUrl() {
        String host = request.getHeader("Host");
        return request.getScheme() + "://" + (host == null ? request.getServerName() : host);
    }
}
