package io.rlmgateway.corpus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends bytes on a connection of their own, HTTP or not, and reads all that comes back. Whoever waits rightly for more bytes
 * is told that none will come; whoever says nothing then is cut off, and that is an error.
 */
final class RawExchange {

    private static final int DEADLINE_SECONDS = 20;
    private static final int PATIENCE_SECONDS = 60;
    private static final int SIGN_OF_LIFE_MILLIS = 5000;

    private RawExchange() {}

    /** Sends something; what cannot be sent any more because the other side has closed is no error. */
    interface Sender {

        /** Sends it. */
        void send(OutputStream out) throws IOException;
    }

    /**
     * Sends, and closes its own side if nothing comes back for a while.
     *
     * @param port of the service on this machine
     * @return what came back, a character for each byte
     * @throws TimeoutException when the service neither answers nor closes
     */
    static String send(int port, Sender sender) throws Exception {
        return exchange(port, sender, true);
    }

    /**
     * Sends a whole request that asks for its connection to be closed, and waits for its answer however slow the machine is.
     *
     * @param port of the service on this machine
     * @return what came back, a character for each byte
     * @throws TimeoutException when the service neither answers nor closes
     */
    static String ask(int port, Sender sender) throws Exception {
        return exchange(port, sender, false);
    }

    private static String exchange(int port, Sender sender, boolean closing) throws Exception {
        Received received = new Received();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            Future<?> reading = threads.submit(() -> received.readAll(socket));
            Future<?> sending = threads.submit(() -> {
                sender.send(socket.getOutputStream());
                return null;
            });
            awaitSent(sending);
            if (closing) {
                boolean _ = received.first.await(SIGN_OF_LIFE_MILLIS, TimeUnit.MILLISECONDS);
                shutdownOutput(socket);
            }
            reading.get(closing ? DEADLINE_SECONDS : PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        return received.text();
    }

    private static void awaitSent(Future<?> sending) throws Exception {
        try {
            sending.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof IOException)) {
                throw e;
            }
        }
    }

    private static void shutdownOutput(Socket socket) {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            // closed by the service already
        }
    }

    private static final class Received {

        private final CountDownLatch first = new CountDownLatch(1);
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        void readAll(Socket socket) {
            try {
                InputStream in = socket.getInputStream();
                byte[] buffer = new byte[8192];
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    synchronized (bytes) {
                        bytes.write(buffer, 0, count);
                    }
                    first.countDown();
                }
            } catch (IOException e) {
                // a reset: what came before it counts
            } finally {
                first.countDown();
            }
        }

        String text() {
            synchronized (bytes) {
                return bytes.toString(StandardCharsets.ISO_8859_1);
            }
        }
    }
}
