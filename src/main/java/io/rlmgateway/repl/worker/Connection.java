package io.rlmgateway.repl.worker;

import com.google.protobuf.MessageLite;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A stream of messages in both directions. Its end is the only way in which one side learns that the other is gone.
 *
 * @param <S> what is sent
 * @param <R> what is received
 */
interface Connection<S extends MessageLite, R extends MessageLite> extends AutoCloseable {

    /**
     * Sends a message; several threads may.
     *
     * @throws IOException when the other side is gone
     */
    void send(S message) throws IOException;

    /**
     * Waits for a message; one thread may.
     *
     * @return the message, or null at the end of the stream
     * @throws IOException when the stream broke, or holds what is no message
     */
    @Nullable
    R receive() throws IOException;

    /** Ends what is sent; what the other side still sends can be received. */
    void finish();

    /** Ends both directions. */
    @Override
    void close();
}
