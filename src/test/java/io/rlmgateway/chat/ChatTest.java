package io.rlmgateway.chat;

import io.rlmgateway.GoldenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What tests of the HTTP rooms share: the running service with scripted sessions, and a client. */
@SpringBootTest(
        classes = ChatApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "rlm.chat.keep-alive=5ms",
            "rlm.chat.heartbeat=1h",
            "rlm.chat.hold=10m",
            "rlm.chat.stream-hold=200ms",
            "rlm.chat.max-body=1MB",
            "rlm.chat.body-room=1MB",
            "rlm.chat.body-wait=20ms",
            "spring.main.register-shutdown-hook=false"
        })
@Timeout(value = 60, unit = TimeUnit.SECONDS)
abstract class ChatTest {

    static final String QUESTION = "\"messages\":[{\"role\":\"user\",\"content\":\"How long?\"}]";

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    static Path data;

    @LocalServerPort
    int port;

    @Autowired
    ScriptedSessions sessions;

    @Autowired
    ScriptedModels models;

    final HttpClient client = HttpClient.newHttpClient();

    @DynamicPropertySource
    static void dataDirectory(DynamicPropertyRegistry registry) {
        registry.add("rlm.data-directory", () -> data.toString());
    }

    @BeforeEach
    void forgetScripts() {
        sessions.reset();
        models.play(ScriptedModels.replies("Hello ", "world"));
    }

    HttpResponse<String> post(String body) {
        return send(request("/v1/chat/completions")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    static JsonNode error(HttpResponse<String> response) {
        return json(response.body()).path("error");
    }

    /** Compares with a recorded answer. */
    static void assertGolden(String name, String wire) throws IOException {
        GoldenFile.of(ChatTest.class, name).assertHolds(settled(wire));
    }

    /** Ids, times and ports differ each time; keep-alives come as often as the machine is slow. */
    static String settled(String wire) {
        return wire.replaceAll("chatcmpl-[0-9a-f]+", "chatcmpl-1")
                .replaceAll("\"created\":\\d+", "\"created\":1")
                .replaceAll("localhost:\\d+", "localhost")
                .replaceAll("\"seconds\":[0-9.]+", "\"seconds\":0.0")
                .replaceAll("(: keep-alive\n\n)+", "");
    }
}
