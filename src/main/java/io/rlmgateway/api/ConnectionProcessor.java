package io.rlmgateway.api;

import java.io.IOException;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/** Reads the requests of a connection as Tomcat does, and can be asked whether its client has closed it. */
final class ConnectionProcessor extends Http11Processor {

    /** Where a request keeps its processor; Tomcat's own notes have low numbers. */
    private static final int NOTE = 30;

    ConnectionProcessor(AbstractHttp11Protocol<?> protocol, Adapter adapter) {
        super(protocol, adapter);
        request.setNote(NOTE, this);
    }

    /** {@return the processor of a request, or null when the container has another} */
    static @Nullable ConnectionProcessor of(Request request) {
        return request.getNote(NOTE) instanceof ConnectionProcessor processor ? processor : null;
    }

    /**
     * Looks at the connection by a read that does not wait. What arrives stays before the socket for the next request; the
     * buffer of the parser is left alone, which may hold the beginning of that.
     */
    boolean isClosed() {
        SocketWrapperBase<?> socket = getSocketWrapper();
        if (socket == null) {
            return true;
        }
        try {
            boolean _ = socket.isReadyForRead();
            return false;
        } catch (IOException _) {
            return true;
        }
    }
}
