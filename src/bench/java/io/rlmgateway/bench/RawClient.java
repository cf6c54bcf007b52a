package io.rlmgateway.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** One connection of a client that costs next to nothing. */
final class RawClient implements AutoCloseable {

    private static final String TIME = "\"t\":";

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** {@return a request as it is sent} */
    static byte[] request(String model, boolean stream) {
        String body = "{\"model\":\"" + model + "\",\"temperature\":0.7," + (stream ? "\"stream\":true," : "")
                + "\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\""
                + "A question of some words. ".repeat(40) + "\"}]}";
        return ("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** {@return a line without its end, or null at the end} */
    static @Nullable String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        int next = in.read();
        while (next >= 0 && next != '\n') {
            if (next != '\r') {
                line.append((char) next);
            }
            next = in.read();
        }
        return next < 0 ? null : line.toString();
    }

    /** Asks and reads the whole answer. */
    void ask(byte[] request) throws IOException {
        out.write(request);
        int length = head();
        if (in.readNBytes(length).length < length || length == 0) {
            throw new IOException("Half an answer");
        }
    }

    /**
     * Asks for a stream and reads it.
     *
     * @param delays takes the age of each chunk when it arrives, in nanoseconds
     */
    void stream(byte[] request, LongConsumer delays) throws IOException {
        out.write(request);
        head();
        int chunks = 0;
        StringBuilder begun = new StringBuilder();
        for (byte[] piece = piece(); piece.length > 0; piece = piece()) {
            begun.append(new String(piece, StandardCharsets.UTF_8));
            for (int end = begun.indexOf("\n"); end >= 0; end = begun.indexOf("\n")) {
                int time = begun.substring(0, end).indexOf(TIME);
                if (time >= 0) {
                    int start = time + TIME.length();
                    delays.accept(System.nanoTime() - Long.parseLong(begun, start, begun.indexOf(",", start), 10));
                    chunks++;
                }
                begun.delete(0, end + 1);
            }
        }
        if (chunks != RelayUpstream.CHUNKS + 1) {
            throw new IOException("A stream of " + chunks + " chunks");
        }
    }

    /** {@return a piece of a chunked body (RFC 9112, section 7.1); an empty one at the end} */
    private byte[] piece() throws IOException {
        String size = line(in);
        if (size == null) {
            throw new IOException("Half a stream");
        }
        byte[] piece = in.readNBytes(Integer.parseInt(size, 16));
        line(in);
        return piece;
    }

    private int head() throws IOException {
        String status = line(in);
        if (status == null || !status.contains(" 200")) {
            throw new IOException("Status " + status);
        }
        int length = 0;
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        return length;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
