package io.rlmgateway.repl.worker;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages over a socket, each after its length as a varint (protobuf's delimited form).
 *
 * @param <S> what is sent
 * @param <R> what is received
 */
final class SocketConnection<S extends MessageLite, R extends MessageLite> implements Connection<S, R> {

    /** The longest message; the arguments of a host call have 64 Mi characters at most. */
    static final int MAX_BYTES = 208 << 20;

    private static final Logger log = LoggerFactory.getLogger(SocketConnection.class);
    private static final int MAX_DEPTH = 200;
    private static final int BUFFER_BYTES = 64 << 10;

    private final SocketChannel channel;
    private final ByteChannel bytes;
    private final Parser<R> parser;
    private final ReentrantLock sending = new ReentrantLock();
    private final InputStream input = new ChannelInput();

    /** Messages over a socket that blocks: an interrupt of a thread that sends or receives closes it. */
    SocketConnection(SocketChannel channel, Parser<R> parser) {
        this(channel, channel, parser);
    }

    private SocketConnection(SocketChannel channel, ByteChannel bytes, Parser<R> parser) {
        this.channel = channel;
        this.bytes = bytes;
        this.parser = parser;
    }

    /**
     * Messages over a socket, which interrupts do not harm.
     *
     * @throws IOException when it is closed, or the process has no more file descriptors
     */
    static <S extends MessageLite, R extends MessageLite> SocketConnection<S, R> uninterruptible(
            SocketChannel channel, Parser<R> parser) throws IOException {
        return new SocketConnection<>(channel, new UninterruptibleChannel(channel), parser);
    }

    @Override
    public void send(S message) throws IOException {
        int size = message.getSerializedSize();
        byte[] frame = new byte[CodedOutputStream.computeUInt32SizeNoTag(size) + size];
        CodedOutputStream output = CodedOutputStream.newInstance(frame);
        output.writeUInt32NoTag(size);
        message.writeTo(output);
        ByteBuffer left = ByteBuffer.wrap(frame);
        sending.lock();
        try {
            while (left.hasRemaining()) {
                bytes.write(left);
            }
        } finally {
            sending.unlock();
        }
    }

    @Override
    public @Nullable R receive() throws IOException {
        int first = input.read();
        if (first < 0) {
            return null;
        }
        int size = CodedInputStream.readRawVarint32(first, input);
        if (size < 0 || size > MAX_BYTES) {
            throw new InvalidProtocolBufferException("a message of " + Integer.toUnsignedString(size) + " bytes");
        }
        return parse(CodedInputStream.newInstance(new Part(input, size)), size, parser);
    }

    private static <R extends MessageLite> R parse(CodedInputStream message, int size, Parser<R> parser)
            throws IOException {
        message.setSizeLimit(MAX_BYTES);
        message.setRecursionLimit(MAX_DEPTH);
        R received = parser.parseFrom(message);
        if (message.getTotalBytesRead() != size) {
            throw new InvalidProtocolBufferException("a message that ends before its end");
        }
        return received;
    }

    /** Reads a message that is there already, within the same limits. */
    static <R extends MessageLite> R parse(byte[] message, Parser<R> parser) throws IOException {
        return parse(CodedInputStream.newInstance(message), message.length, parser);
    }

    @Override
    public void finish() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            log.debug("A connection was already closed", e);
        }
    }

    @Override
    public void close() {
        try {
            bytes.close();
        } catch (IOException e) {
            log.debug("A connection did not close cleanly", e);
        }
    }

    /** The channel's bytes, without the lock that a channel's own streams share for reading and writing. */
    private final class ChannelInput extends InputStream {

        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();

        @Override
        public int read() throws IOException {
            return fill() ? buffer.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int length = Math.min(count, buffer.remaining());
            buffer.get(target, offset, length);
            return length;
        }

        private boolean fill() throws IOException {
            if (buffer.hasRemaining()) {
                return true;
            }
            buffer.clear();
            int count = bytes.read(buffer);
            buffer.flip();
            return count > 0;
        }
    }

    /** The next bytes of a stream. */
    private static final class Part extends InputStream {

        private final InputStream whole;
        private int left;

        Part(InputStream whole, int size) {
            this.whole = whole;
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            if (left == 0) {
                return -1;
            }
            left--;
            return whole.read();
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            if (left == 0) {
                return -1;
            }
            int length = whole.read(target, offset, Math.min(count, left));
            left -= Math.max(length, 0);
            return length;
        }
    }
}
