package io.rlmgateway.upstream.openai;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server on a socket, so that it can break what a proper server cannot. One request a connection. */
public final class ScriptedServer implements AutoCloseable {

    private final ServerSocket listener;
    private final Script script;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Request> left = new LinkedBlockingQueue<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger peak = new AtomicInteger();

    /** What the server does with a request. */
    public interface Script {

        /**
         * Answers, or does not.
         *
         * @param request the request
         * @param connection the connection, closed afterwards
         */
        void play(Request request, Connection connection) throws IOException, InterruptedException;
    }

    /**
     * A request as it came.
     *
     * @param number which one, from 1
     * @param line its first line
     * @param headers by lower-case name
     * @param body its text
     */
    public record Request(int number, String line, Map<String, String> headers, String body) {}

    /** A server that does the same with each request. */
    public ScriptedServer(Script script) {
        this.script = script;
        try {
            listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** {@return its address} */
    public String baseUrl() {
        return "http://127.0.0.1:" + listener.getLocalPort() + "/v1";
    }

    /** {@return what was asked so far} */
    public List<Request> requests() {
        return requests;
    }

    /** {@return the most requests that were in flight at once} */
    public int peak() {
        return peak.get();
    }

    /** {@return the next request whose client left before it was answered; waits for it} */
    public Request nextLeft() throws InterruptedException {
        return left.take();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            Request request = read(new BufferedInputStream(socket.getInputStream()));
            peak.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            script.play(request, new Connection(socket, () -> left.add(request)));
        } catch (IOException e) {
            // the client left
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            inFlight.decrementAndGet();
        }
    }

    private Request read(InputStream in) throws IOException {
        String first = line(in);
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        synchronized (requests) {
            Request request = new Request(requests.size() + 1, first, headers, body);
            requests.add(request);
            return request;
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the client left");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    /** The server's end of a connection. */
    public static final class Connection {

        private final Socket socket;
        private final Runnable clientLeft;

        private Connection(Socket socket, Runnable clientLeft) {
            this.socket = socket;
            this.clientLeft = clientLeft;
        }

        /** Answers with a whole response. */
        public void answer(int status, Map<String, String> headers, String body) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\nconnection: close\r\n");
            headers.forEach((name, value) ->
                    head.append(name).append(": ").append(value).append("\r\n"));
            head.append("content-length: ").append(bytes.length).append("\r\n\r\n");
            write(head.toString());
            socket.getOutputStream().write(bytes);
        }

        /** Begins an event stream that ends with the connection. */
        public void beginEvents() throws IOException {
            write("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: text/event-stream\r\n\r\n");
        }

        /** Sends an event. */
        public void event(String data) throws IOException {
            write("data: " + data + "\n\n");
        }

        /** Sends text. */
        public void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Sends bytes. */
        public void write(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        }

        /** Ends the connection with a reset. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Says nothing until the client leaves. */
        public void awaitLeaving() {
            try {
                while (socket.getInputStream().read() >= 0) {
                    // whatever it still sends
                }
            } catch (IOException e) {
                // left with a reset
            }
            clientLeft.run();
        }
    }
}
