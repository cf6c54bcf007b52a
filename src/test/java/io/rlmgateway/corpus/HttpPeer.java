package io.rlmgateway.corpus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Sends bytes to a service, HTTP or not, and takes what it answers. */
final class HttpPeer {

    private static final int PATIENCE_MILLIS = 60_000;

    /** A connection on which nothing follows is left open by a service that keeps it alive. */
    private static final int QUIET_MILLIS = 100;

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");

    private final int port;

    HttpPeer(int port) {
        this.port = port;
    }

    /**
     * What came.
     *
     * @param text all of it
     * @param closed whether the service closed the connection
     */
    record Reply(String text, boolean closed) {

        /** {@return the status of each answer} */
        List<Integer> statuses() {
            return STATUS.matcher(text)
                    .results()
                    .map(found -> Integer.parseInt(found.group(1)))
                    .toList();
        }

        /** {@return what follows on the first head} */
        String body() {
            int head = text.indexOf("\r\n\r\n");
            return head < 0 ? "" : text.substring(head + 4);
        }

        /** Whether the first answer is there as a whole. */
        private boolean isWhole() {
            int head = text.indexOf("\r\n\r\n");
            if (head < 0) {
                return false;
            }
            String length = LENGTH.matcher(text.substring(0, head))
                    .results()
                    .findFirst()
                    .map((MatchResult found) -> found.group(1))
                    .orElse("");
            return length.isEmpty() ? text.endsWith("0\r\n\r\n") : body().length() >= Long.parseLong(length);
        }
    }

    /** Writes a request, all of it or until the service will have no more. */
    interface Request {

        void write(OutputStream out) throws IOException;
    }

    Reply ask(byte[] request) throws IOException {
        return ask(out -> out.write(request));
    }

    Reply ask(Request request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            Thread writer = Thread.ofVirtual().start(() -> write(request, socket));
            try {
                return read(socket);
            } finally {
                writer.interrupt();
            }
        }
    }

    private static void write(Request request, Socket socket) {
        try {
            request.write(socket.getOutputStream());
        } catch (IOException e) {
            // refused before all of it was there, which is a right answer
        }
    }

    private static Reply read(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[65_536];
        InputStream in = socket.getInputStream();
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                all.write(buffer, 0, count);
                if (reply(all, false).isWhole()) {
                    socket.setSoTimeout(QUIET_MILLIS);
                }
            }
        } catch (SocketTimeoutException e) {
            return reply(all, false);
        } catch (IOException e) {
            // reset, which is an end too
        }
        return reply(all, true);
    }

    private static Reply reply(ByteArrayOutputStream all, boolean closed) {
        // a character for each byte, so that lengths hold
        return new Reply(all.toString(StandardCharsets.ISO_8859_1), closed);
    }
}
