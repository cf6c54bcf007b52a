package io.rlmgateway.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.UncheckedIOException;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.catalina.connector.Request;
import org.jspecify.annotations.Nullable;

/**
 * The connection that a request came by. A servlet container notices at its second write that a client has closed it; this
 * tells before anything is written, by a read that does not wait. What a client sends ahead stays for the next request, and
 * hides the close behind it.
 */
public final class ClientConnection {

    private static final String ATTRIBUTE = ClientConnection.class.getName();

    private final HttpServletRequest request;
    private final @Nullable ConnectionProcessor connection;

    private ClientConnection(HttpServletRequest request) {
        this.request = request;
        this.connection = (ConnectionProcessor) request.getAttribute(ATTRIBUTE);
    }

    /** Makes the connection known to whoever answers the request. */
    static void attach(Request request) {
        request.setAttribute(ATTRIBUTE, ConnectionProcessor.of(request.getCoyoteRequest()));
    }

    /**
     * The connection of a request.
     *
     * @param request the request; its body must have been read to the end
     * @return its connection; where the container tells nothing of it, it counts as open
     */
    public static ClientConnection of(HttpServletRequest request) {
        return new ClientConnection(request);
    }

    /**
     * Ends the request when its client is gone. To be called on the request's own thread, while nothing is being written.
     *
     * @throws UncheckedIOException when the client has closed its side of the connection
     */
    public void check() {
        if (connection != null && connection.isClosed()) {
            ConnectionAbort.demand(request);
            throw new UncheckedIOException(new ClientAbortException("The client has closed the connection"));
        }
    }
}
