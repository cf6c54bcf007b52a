package io.rlmgateway.api;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Cuts the connection of an answer that has begun and cannot be finished. An HTTP/1.1 client sees that the chunked body
 * never ended (RFC 9112, section 8) and takes it for the network error it amounts to.
 */
public final class ConnectionAbort {

    private static final String ATTRIBUTE = ConnectionAbort.class.getName();

    private ConnectionAbort() {}

    /**
     * Demands that the connection is cut as soon as the controller returns.
     *
     * @param request the request whose answer cannot be finished
     */
    public static void demand(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, true);
    }

    /**
     * {@return whether the connection will be cut}
     *
     * @param request the request
     */
    public static boolean isDemanded(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) != null;
    }
}
