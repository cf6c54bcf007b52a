package io.rlmgateway.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Uploads straight from the file to the socket, so that next to nothing of the measured time is the client's. */
final class FileClient {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String BOUNDARY = "----rlm-gateway-bench";
    private static final String HEAD = "--" + BOUNDARY
            + "\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nuser_data\r\n--" + BOUNDARY
            + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"text.txt\"\r\nContent-Type: text/plain\r\n\r\n";
    private static final String TAIL = "\r\n--" + BOUNDARY + "--\r\n";

    private final int port;

    FileClient(int port) {
        this.port = port;
    }

    /** {@return the id of the stored file} */
    String upload(Path path) throws IOException {
        try (SocketChannel socket = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                FileChannel file = FileChannel.open(path)) {
            write(socket, requestHead(HEAD.length() + file.size() + TAIL.length()) + HEAD);
            long sent = 0;
            while (sent < file.size()) {
                sent += file.transferTo(sent, file.size() - sent, socket);
            }
            write(socket, TAIL);
            String response = new String(Channels.newInputStream(socket).readAllBytes(), StandardCharsets.UTF_8);
            if (!response.startsWith("HTTP/1.1 200")) {
                throw new IOException("The upload was refused: " + response);
            }
            return JSON.readTree(response.substring(response.indexOf('{'), response.lastIndexOf('}') + 1))
                    .path("id")
                    .asString();
        }
    }

    private String requestHead(long length) {
        return "POST /v1/files HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\nContent-Length: "
                + length + "\r\nContent-Type: multipart/form-data; boundary=" + BOUNDARY + "\r\n\r\n";
    }

    private static void write(SocketChannel socket, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    /**
     * Whether a file's text is ready.
     *
     * @throws IOException also when the service could not read the text
     */
    boolean isProcessed(String id) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/v1/files/" + id)
                .toURL()
                .openConnection();
        try (InputStream in = connection.getInputStream()) {
            JsonNode file = JSON.readTree(in);
            String status = file.path("status").asString();
            if (status.equals("error")) {
                throw new IOException("The text was refused: " + file);
            }
            return status.equals("processed");
        }
    }
}
