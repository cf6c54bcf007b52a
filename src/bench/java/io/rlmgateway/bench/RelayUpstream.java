package io.rlmgateway.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A model API in a process of its own that costs next to nothing: sockets, a thread for each connection, answers that are
 * written beforehand. A stream has a chunk each {@link #PAUSE}, each with the time at which it was written.
 */
final class RelayUpstream {

    static final int CHUNKS = 100;
    static final long PAUSE = 10_000_000;

    private static final byte[] ANSWER = answer();

    private RelayUpstream() {}

    /** Serves until the end of its input; says its port on standard output. */
    public static void main(String[] arguments) throws IOException {
        ServerSocket listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(() -> accept(listener));
        System.out.println(listener.getLocalPort());
        while (System.in.read() >= 0) {
            // only the end counts
        }
        System.exit(0);
    }

    private static void accept(ServerSocket listener) {
        try {
            while (true) {
                Socket socket = listener.accept();
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // the end
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (String body = request(in); body != null; body = request(in)) {
                if (body.contains("\"stream\":true")) {
                    stream(out);
                } else {
                    out.write(ANSWER);
                }
            }
        } catch (IOException e) {
            // the client left
        }
    }

    private static @Nullable String request(InputStream in) throws IOException {
        int length = 0;
        String line = RawClient.line(in);
        while (line != null && !line.isEmpty()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
            line = RawClient.line(in);
        }
        return line == null ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static void stream(OutputStream out) throws IOException {
        out.write("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
                .getBytes(StandardCharsets.UTF_8));
        long next = System.nanoTime();
        for (int i = 0; i < CHUNKS; i++) {
            next += PAUSE;
            for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            chunk(out, event(System.nanoTime(), "null"));
        }
        chunk(out, event(System.nanoTime(), "\"stop\""));
        chunk(out, "data: [DONE]\n\n");
        out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    }

    private static String event(long time, String finish) {
        return "data: {\"t\":" + time
                + ",\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,"
                + "\"model\":\"m\",\"service_tier\":\"default\",\"system_fingerprint\":null,\"choices\":[{\"index\":0,"
                + "\"delta\":{\"content\":\" word\"},\"logprobs\":null,\"finish_reason\":" + finish
                + "}],\"usage\":null}\n\n";
    }

    private static void chunk(OutputStream out, String text) throws IOException {
        out.write((Integer.toHexString(text.length()) + "\r\n" + text + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] answer() {
        String body = "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1760000000,\"model\":\"m\","
                + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                + "A sentence of some words. ".repeat(20)
                + "\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":100,"
                + "\"completion_tokens\":120,\"total_tokens\":220}}";
        return ("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + body.length() + "\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.UTF_8);
    }
}
