package io.rlmgateway.chat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection that sends bytes as they are, HTTP or not. */
final class RawConnection implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;

    RawConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    void post(String path, String body) throws IOException {
        send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
    }

    /** {@return what arrives up to and including a mark, or up to the end} */
    String readUntil(String mark) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        int next;
        while ((next = socket.getInputStream().read()) >= 0) {
            read.write(next);
            if (next == mark.charAt(mark.length() - 1)
                    && read.toString(StandardCharsets.UTF_8).endsWith(mark)) {
                break;
            }
        }
        return read.toString(StandardCharsets.UTF_8);
    }

    /** {@return what arrives up to the end of the connection, which the other side makes} */
    String readAll() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Ends the connection in good order, as a client does that waits no more. */
    void hangUp() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        if (!socket.isClosed()) {
            // a reset, as a client makes that is killed
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
