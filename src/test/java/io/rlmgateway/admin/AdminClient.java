package io.rlmgateway.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of the running service with one key.
 *
 * @param port of the service on this machine
 * @param key what it sends, or null for nothing
 */
record AdminClient(int port, @Nullable String key) {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();
    private static final String QUESTION =
            "{\"model\":\"rlm\",\"rlm\":{\"mode\":\"direct\"},\"messages\":[{\"role\":\"user\",\"content\":\"How long?\"}]}";

    HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    HttpResponse<String> delete(String path) {
        return send(request(path).DELETE());
    }

    HttpResponse<String> post(String path, String json) {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    HttpResponse<String> ask() {
        return post("/v1/chat/completions", QUESTION);
    }

    HttpResponse<String> upload(String name, String text) {
        String body = "--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nuser_data\r\n--b\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n\r\n" + text
                + "\r\n--b--\r\n";
        return send(request("/v1/files")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString(body)));
    }

    JsonNode made(String json) {
        return json(post("/v1/admin/keys", json));
    }

    static JsonNode json(HttpResponse<String> response) {
        return parsed(response.body());
    }

    static JsonNode parsed(String json) {
        return JSON.readTree(json);
    }

    static String code(HttpResponse<String> response) {
        return json(response).path("error").path("code").asString("none");
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        return key == null ? request : request.header("Authorization", "Bearer " + key);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
