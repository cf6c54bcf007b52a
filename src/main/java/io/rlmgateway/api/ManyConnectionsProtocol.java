package io.rlmgateway.api;

import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;

/**
 * HTTP/1.1 with small buffers for what a connection sends. Ten thousand streams that are silent most of the time are normal
 * here, and each keeps its buffers: with Tomcat's own sizes they take two thirds of a stream's memory. What a connection
 * reads keeps its size, for large uploads. Its requests can be asked for their {@link ClientConnection}.
 */
public final class ManyConnectionsProtocol extends Http11NioProtocol {

    /** Bytes of an answer that are gathered before they are written; also, as characters, of a writer that nobody uses. */
    private static final int ANSWER = 2048;

    /** Bytes that are gathered for one call of the system. */
    private static final int SOCKET_WRITE = 4096;

    /** A protocol handler that is not open yet. */
    public ManyConnectionsProtocol() {
        getEndpoint().getSocketProperties().setAppWriteBufSize(SOCKET_WRITE);
    }

    @Override
    public int getDesiredBufferSize() {
        return ANSWER;
    }

    @Override
    protected Processor createProcessor() {
        return new ConnectionProcessor(this, getAdapter());
    }
}
