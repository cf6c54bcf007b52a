package io.rlmgateway.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The routes of files with what every route stands on, and the keys of two tenants. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        classes = FilesHttpTest.FilesOnly.class,
        properties = {
            "management.server.port=0",
            "rlm.access.keys[0].name=a",
            "rlm.access.keys[0].key=key-a",
            "rlm.access.keys[0].tenant=acme",
            "rlm.access.keys[1].name=b",
            "rlm.access.keys[1].key=key-b",
            "rlm.access.keys[1].tenant=rival"
        })
abstract class FileRoutes {

    static final String BOUNDARY = "----boundary";

    @TempDir
    static Path data;

    @LocalServerPort
    int port;

    @Autowired
    JsonMapper json;

    @Autowired
    DefaultDocuments documents;

    final HttpClient client = HttpClient.newHttpClient();

    @DynamicPropertySource
    static void dataDirectory(DynamicPropertyRegistry properties) {
        properties.add("rlm.data-directory", data::toString);
    }

    HttpResponse<String> get(String path, String key) throws Exception {
        return send(request(path, key).build());
    }

    HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + key);
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    void assertRefused(HttpResponse<String> answer, int status, String code, @Nullable String param) {
        assertRefused(answer, status, param);
        assertThat(error(answer).get("code").asString()).isEqualTo(code);
    }

    void assertRefused(HttpResponse<String> answer, int status, @Nullable String param) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode named = error(answer).get("param");
        assertThat(named.isNull() ? null : named.asString()).isEqualTo(param);
    }

    private JsonNode error(HttpResponse<String> answer) {
        return json.readTree(answer.body()).get("error");
    }
}
