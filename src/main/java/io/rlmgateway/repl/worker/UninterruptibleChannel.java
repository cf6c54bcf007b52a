package io.rlmgateway.repl.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A socket's bytes for threads that may be interrupted. That would close a socket that blocks; here it changes nothing, and
 * does not end a wait either. One thread may read while another one writes.
 */
final class UninterruptibleChannel implements ByteChannel {

    private final SocketChannel channel;
    private final Selector readable;
    private final Selector writable;

    /**
     * Takes over a socket.
     *
     * @throws IOException when it is closed, or the process has no more file descriptors
     */
    UninterruptibleChannel(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        readable = Selector.open();
        writable = Selector.open();
        channel.register(readable, SelectionKey.OP_READ);
        channel.register(writable, SelectionKey.OP_WRITE);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int count = channel.read(target);
        while (count == 0 && target.hasRemaining()) {
            await(readable);
            count = channel.read(target);
        }
        return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int count = channel.write(source);
        while (count == 0 && source.hasRemaining()) {
            await(writable);
            count = channel.write(source);
        }
        return count;
    }

    private static void await(Selector selector) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            selector.select(ready -> {});
        } catch (ClosedSelectorException e) {
            throw (IOException) new AsynchronousCloseException().initCause(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        // the socket stays open until no selector has it any more
        try (channel;
                readable;
                writable) {
            channel.close();
        }
    }
}
