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
    static String line(InputStream in) throws IOException {
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
        for (String line = line(in); !"0".equals(line); line = line(in)) {
            if (line == null) {
                throw new IOException("Half a stream");
            }
            int time = line.indexOf(TIME);
            if (time >= 0) {
                int end = line.indexOf(',', time);
                delays.accept(System.nanoTime() - Long.parseLong(line, time + TIME.length(), end, 10));
                chunks++;
            }
        }
        line(in);
        if (chunks != RelayUpstream.CHUNKS + 1) {
            throw new IOException("A stream of " + chunks + " chunks");
        }
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
