package io.rlmgateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plain HTTP client of the running service, for tests. */
public final class GatewayClient {

    private static final String BOUNDARY = "----rlm-gateway-test";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;

    /**
     * A client.
     *
     * @param port of the service on this machine
     */
    public GatewayClient(int port) {
        this.base = "http://127.0.0.1:" + port;
    }

    /** Uploads a file and returns its id. */
    public String upload(Path file) throws IOException {
        String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nuser_data\r\n--"
                + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + file.getFileName()
                + "\"\r\nContent-Type: text/plain\r\n\r\n";
        BodyPublisher body = BodyPublishers.concat(
                BodyPublishers.ofString(head),
                BodyPublishers.ofFile(file),
                BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"));
        HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(base + "/v1/files"))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(body)
                .build());
        return JSON.readTree(response.body()).path("id").asString();
    }

    /** Asks about a stored file. */
    public HttpResponse<String> ask(String fileId, String question, Map<String, Object> extra) {
        return chat(
                List.of(
                        Map.of("type", "file", "file", Map.of("file_id", fileId)),
                        Map.of("type", "text", "text", question)),
                extra);
    }

    /** Sends a chat completion whose one user message has these parts. */
    public HttpResponse<String> chat(Object content, Map<String, Object> extra) {
        Map<String, Object> body = new java.util.LinkedHashMap<>(extra);
        body.putIfAbsent("model", "rlm");
        body.put("messages", List.of(Map.of("role", "user", "content", content)));
        return post("/v1/chat/completions", JSON.writeValueAsString(body));
    }

    /** Posts JSON. */
    public HttpResponse<String> post(String path, String json) {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json, StandardCharsets.UTF_8))
                .build());
    }

    /** Gets a path. */
    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(base + path)).build());
    }

    /** The text of a completion. */
    public static String answer(HttpResponse<String> completion) {
        return json(completion)
                .path("choices")
                .path(0)
                .path("message")
                .path("content")
                .asString();
    }

    /** A response's body as JSON. */
    public static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
