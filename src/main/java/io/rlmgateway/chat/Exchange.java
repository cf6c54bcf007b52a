package io.rlmgateway.chat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** A request and its response. */
record Exchange(HttpServletRequest request, HttpServletResponse response) {

    /** {@return where the service was reached, without a path} */
    String baseUrl() {
        String host = request.getHeader("Host");
        return request.getScheme() + "://" + (host == null ? request.getServerName() : host);
    }
}
