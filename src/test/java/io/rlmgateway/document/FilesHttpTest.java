package io.rlmgateway.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.rlmgateway.api.DataDirectory;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

@TestPropertySource(properties = "rlm.documents.max-file-size=100KB")
class FilesHttpTest extends FileRoutes {

    @Test
    void aFileLivesFromUploadToDeletion() throws Exception {
        String id = upload(field("purpose", "user_data"), file("größe.txt", "Größe: 5"))
                .get("id")
                .asString();
        documents.text("acme", id, DocumentHouse.LONG);

        JsonNode found = json.readTree(get("/v1/files/" + id, "key-a").body());
        assertThat(found.propertyNames())
                .containsExactlyInAnyOrder("id", "object", "bytes", "created_at", "filename", "purpose", "status");
        assertThat(found.get("object").asString()).isEqualTo("file");
        assertThat(found.get("bytes").asLong()).isEqualTo(10);
        assertThat(found.get("filename").asString()).isEqualTo("größe.txt");
        assertThat(found.get("status").asString()).isEqualTo("processed");

        HttpResponse<String> content = send(request("/v1/files/" + id + "/content", "key-a")
                .header("Accept", "application/binary")
                .build());
        assertThat(content.body()).isEqualTo("Größe: 5");
        assertThat(content.headers().firstValue("content-type")).hasValue("application/octet-stream");
        assertThat(content.headers().firstValueAsLong("content-length")).hasValue(10);

        HttpResponse<String> deleted =
                send(request("/v1/files/" + id, "key-a").DELETE().build());
        assertThat(json.readTree(deleted.body()))
                .isEqualTo(json.readTree("{\"id\":\"" + id + "\",\"object\":\"file\",\"deleted\":true}"));
        assertThat(get("/v1/files/" + id, "key-a").statusCode()).isEqualTo(404);
    }

    @Test
    void aFileThatIsDeletedWhileItIsHeldIsMissingAtOnceAndReadOnByItsHolder() throws Exception {
        String id = upload(field("purpose", "user_data"), file("held.txt", "zebra"))
                .get("id")
                .asString();
        Path text = documents.text("acme", id, DocumentHouse.LONG).file();
        try (Documents.Lease _ = documents.hold("acme", id)) {
            assertThat(send(request("/v1/files/" + id, "key-a").DELETE().build())
                            .statusCode())
                    .isEqualTo(200);

            assertThat(get("/v1/files/" + id, "key-a").statusCode()).isEqualTo(404);
            assertThat(get("/v1/files/" + id + "/content", "key-a").statusCode())
                    .isEqualTo(404);
            assertThat(get("/v1/files", "key-a").body()).doesNotContain(id);
            assertThat(documents.search("acme", List.of(id), "zebra", 1)).hasSize(1);
        }
        assertThat(text).doesNotExist();
    }

    @Test
    void aTextOfARunIsNoFile() throws Exception {
        String id = documents
                .keep(
                        new Documents.Upload("acme", "part.txt", "user_data", null, null),
                        "run_1",
                        new ByteArrayInputStream(new byte[] {'x'}))
                .id();

        String missing = "No such File object: " + id;
        assertThat(get("/v1/files", "key-a").body()).doesNotContain(id);
        assertThat(get("/v1/files?after=" + id, "key-a").statusCode()).isEqualTo(400);
        HttpResponse<String> answer = get("/v1/files/" + id, "key-a");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains(missing);
        assertThat(send(request("/v1/files/" + id, "key-a").DELETE().build()).statusCode())
                .isEqualTo(404);
        assertThat(get("/v1/files/" + id + "/content", "key-a").body())
                .as("where a citation leads")
                .isEqualTo("x");
        assertThat(get("/v1/files/" + id + "/content", "key-b").statusCode()).isEqualTo(404);

        documents.release("acme", "run_1");
        assertThat(get("/v1/files/" + id + "/content", "key-a").statusCode()).isEqualTo(404);
    }

    @Test
    void theFileMayComeFirstAndExpire() throws Exception {
        JsonNode file = upload(
                file("a.txt", "x"),
                field("expires_after[anchor]", "created_at"),
                field("expires_after[seconds]", "3600"),
                field("purpose", "batch"));

        assertThat(file.get("expires_at").asLong())
                .isEqualTo(file.get("created_at").asLong() + 3600);
        assertThat(file.get("purpose").asString()).isEqualTo("batch");
    }

    @Test
    void anotherTenantsFileIsMissingAlikeToTheByte() throws Exception {
        String id = upload(field("purpose", "user_data"), file("a.txt", "secret"))
                .get("id")
                .asString();

        HttpResponse<String> foreign = get("/v1/files/" + id, "key-b");
        HttpResponse<String> missing = get("/v1/files/file-none", "key-b");

        assertThat(foreign.statusCode()).isEqualTo(404).isEqualTo(missing.statusCode());
        assertThat(foreign.body().replace(id, "file-none")).isEqualTo(missing.body());
        assertThat(get("/v1/files/" + id + "/content", "key-b").statusCode()).isEqualTo(404);
        assertThat(json.readTree(get("/v1/files", "key-b").body()).get("data")).isEmpty();
    }

    @Test
    void pagesTellWhetherMoreFollow() throws Exception {
        for (int i = 0; i < 3; i++) {
            upload(field("purpose", "evals"), file(i + ".txt", "page " + i));
        }

        JsonNode page = json.readTree(
                get("/v1/files?purpose=evals&limit=2&order=asc", "key-a").body());
        assertThat(page.get("object").asString()).isEqualTo("list");
        assertThat(page.get("has_more").asBoolean()).isTrue();
        assertThat(page.get("first_id")).isEqualTo(page.at("/data/0/id"));
        assertThat(page.get("last_id")).isEqualTo(page.at("/data/1/id"));

        JsonNode next = json.readTree(get(
                        "/v1/files?purpose=evals&order=asc&after="
                                + page.get("last_id").asString(),
                        "key-a")
                .body());
        assertThat(next.get("data")).hasSize(1);
        assertThat(next.get("has_more").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, integer_below_min_value, limit",
        "limit=10001, integer_above_max_value, limit",
        "limit=ten, invalid_type, limit",
        "order=up, invalid_value, order",
        "purpose=fun, invalid_value, purpose",
        "after=file-none, invalid_value, after",
        "=nameless, invalid_value,",
        "after=%ff, invalid_value,",
    })
    void wrongQueriesAreRefused(String query, String code, @Nullable String param) throws Exception {
        assertRefused(get("/v1/files?" + query, "key-a"), 400, code, param);
    }

    @Test
    void wrongFormsAreRefusedAndLeaveNothing() throws Exception {
        String purpose = field("purpose", "user_data");
        String file = file("a.txt", "x");
        assertRefused(post(purpose), 400, "missing_required_parameter", "file");
        assertRefused(post(file), 400, "missing_required_parameter", "purpose");
        assertRefused(post(field("purpose", "fun"), file), 400, "invalid_value", "purpose");
        assertRefused(post(purpose, file, file), 400, "invalid_value", "file");
        String anchor = field("expires_after[anchor]", "created_at");
        assertRefused(post(purpose, file, anchor), 400, "missing_required_parameter", "expires_after[seconds]");
        String seconds = field("expires_after[seconds]", "3599");
        assertRefused(post(purpose, file, seconds), 400, "missing_required_parameter", "expires_after[anchor]");
        assertRefused(post(purpose, file, anchor, seconds), 400, "integer_below_min_value", "expires_after[seconds]");
        assertRefused(
                post(purpose, file, field("expires_after[anchor]", "now"), seconds),
                400,
                "invalid_value",
                "expires_after[anchor]");
        assertRefused(post(purpose, file("n".repeat(1025), "x")), 400, "string_above_max_length", "file");
        assertRefused(post(field("metadata", "m".repeat(17_000))), 400, "string_above_max_length", "metadata");
        assertRefused(
                post(Stream.generate(() -> field("x", "y")).limit(33).toArray(String[]::new)),
                400,
                "object_above_max_properties",
                null);
        assertNothingLeft();
    }

    @Test
    void aBodyThatIsNoFormIsRefused() throws Exception {
        HttpResponse<String> answer = send(request("/v1/files", "key-a")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build());

        assertRefused(answer, 415, "unsupported_media_type", null);
    }

    @Test
    void aFormWithoutItsEndIsRefused() throws Exception {
        HttpResponse<String> answer = postRaw(field("purpose", "user_data") + file("a.txt", "half"));

        assertRefused(answer, 400, "invalid_value", null);
        assertNothingLeft();
    }

    @ParameterizedTest
    @CsvSource({"102401", "3000000"})
    void aTooLargeFileIsRefusedNamingTheLimit(int size) throws Exception {
        HttpResponse<String> answer = post(field("purpose", "user_data"), file("a.txt", "x".repeat(size)));

        assertRefused(answer, 413, "request_too_large", null);
        assertThat(answer.body()).contains("102400 bytes");
        assertNothingLeft();
    }

    @Test
    void aClientThatGoesAwayLeavesNothing() throws Exception {
        int before = json.readTree(get("/v1/files", "key-a").body()).get("data").size();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String head = "POST /v1/files HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer key-a\r\nContent-Type:"
                    + " multipart/form-data; boundary=" + BOUNDARY + "\r\nContent-Length: 90000\r\n\r\n";
            socket.getOutputStream()
                    .write((head + field("purpose", "user_data") + file("a.txt", "x".repeat(20_000)))
                            .getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .doesNotContain("200 OK");
        }

        assertThat(json.readTree(get("/v1/files", "key-a").body()).get("data")).hasSize(before);
        assertNothingLeft();
    }

    private JsonNode upload(String... parts) throws Exception {
        HttpResponse<String> answer = post(parts);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json.readTree(answer.body());
    }

    private HttpResponse<String> post(String... parts) throws Exception {
        return postRaw(String.join("", parts) + "--" + BOUNDARY + "--\r\n");
    }

    private HttpResponse<String> postRaw(String body) throws Exception {
        return send(request("/v1/files", "key-a")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** Indexes of other tests' files may be in the making; those are directories. */
    private static void assertNothingLeft() {
        assertThat(data.resolve("documents/drafts").toFile().listFiles(File::isFile))
                .isEmpty();
    }

    private static String field(String name, String value) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static String file(String name, String content) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\r\nContent-Type: text/plain\r\n\r\n" + content + "\r\n";
    }

    /** The file routes with what every route stands on. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    @ConfigurationPropertiesScan({"io.rlmgateway.document", "io.rlmgateway.access", "io.rlmgateway.api"})
    @ComponentScan({"io.rlmgateway.document", "io.rlmgateway.access", "io.rlmgateway.api"})
    static class FilesOnly {

        @Bean
        HikariDataSource dataSource(DataDirectory directory) {
            HikariDataSource database = new HikariDataSource();
            database.setJdbcUrl(
                    "jdbc:sqlite:" + directory.file("files.sqlite") + "?journal_mode=WAL&busy_timeout=10000");
            return database;
        }
    }
}
