package io.rlmgateway.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.document.extraction.SampleDocuments;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Files in parts, pieces of files, and the readable side of documents, over HTTP. */
@TestPropertySource(properties = {"rlm.documents.max-upload-size=1MB", "rlm.documents.max-part-size=100KB"})
class UploadsHttpTest extends FileRoutes {

    @Test
    void aFileArrivesInPartsAtOnceAndInOddOrder() throws Exception {
        byte[] text = "Line of the long text.\n".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
        String upload = begin(text.length);
        List<CompletableFuture<String>> sent = new ArrayList<>();
        for (int part = 3; part >= 0; part--) {
            byte[] bytes = Arrays.copyOfRange(text, part * 60_000, Math.min(text.length, (part + 1) * 60_000));
            sent.addFirst(client.sendAsync(part(upload, bytes), HttpResponse.BodyHandlers.ofString())
                    .thenApply(answer -> json.readTree(answer.body()).get("id").asString()));
        }
        List<String> ids = sent.stream().map(CompletableFuture::join).toList();
        JsonNode done = complete(upload, ids, md5(text));

        assertThat(done.get("status").asString()).isEqualTo("completed");
        assertThat(done.get("file").get("bytes").asLong()).isEqualTo(text.length);
        String file = done.get("file").get("id").asString();
        assertThat(get("/v1/files/" + file + "/content", "key-a").body().getBytes(StandardCharsets.US_ASCII))
                .isEqualTo(text);
        assertThat(complete(upload, ids, md5(text)).get("file").get("id").asString())
                .isEqualTo(file);
        assertThat(data.resolve("uploads").resolve(upload)).doesNotExist();
    }

    @Test
    void anUploadThatDoesNotFitItsAnnouncementCanBeCompletedLater() throws Exception {
        String upload = begin(6);
        String first = add(upload, "abc");
        String second = add(upload, "def");
        assertRefused(send(completion(upload, List.of(first), null)), 400, "part_ids");
        assertRefused(send(completion(upload, List.of(first, first), null)), 400, "part_ids");
        assertRefused(send(completion(upload, List.of(first, "part_none"), null)), 400, "part_ids");
        assertRefused(send(completion(upload, List.of(second, first), md5("abcdef"))), 400, "md5");
        assertRefused(send(completion(upload, List.of(second, first), "none")), 400, "md5");
        assertThat(complete(upload, List.of(first, second), md5("abcdef"))
                        .get("status")
                        .asString())
                .isEqualTo("completed");
        assertRefused(send(part(upload, new byte[3])), 400, "upload_id");
    }

    @Test
    void aCancelledUploadTakesNothingMore() throws Exception {
        String upload = begin(6);
        String part = add(upload, "abc");
        HttpResponse<String> cancelled = send(post("/v1/uploads/" + upload + "/cancel", "{}"));
        assertThat(json.readTree(cancelled.body()).get("status").asString()).isEqualTo("cancelled");
        assertRefused(send(part(upload, new byte[3])), 400, "upload_id");
        assertRefused(send(completion(upload, List.of(part), null)), 400, "upload_id");
        assertThat(data.resolve("uploads").resolve(upload)).doesNotExist();
    }

    @Test
    void anUploadIsItsTenantsAlone() throws Exception {
        String upload = begin(6);
        for (String route : List.of("/parts", "/complete", "/cancel")) {
            HttpResponse<String> others = send(request("/v1/uploads/" + upload + route, "key-b")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"part_ids\":[\"x\"]}"))
                    .build());
            assertThat(others.statusCode()).as(route).isEqualTo(404);
            assertThat(others.body()).contains("No such Upload object: " + upload);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}; filename; 400",
                "{\"filename\":5}; filename; 400",
                "{\"filename\":\"a\",\"purpose\":\"x\"}; purpose; 400",
                "{\"filename\":\"a\",\"purpose\":\"user_data\",\"mime_type\":\"text/plain\",\"bytes\":0}; bytes; 400",
                "{\"filename\":\"a\",\"purpose\":\"user_data\",\"mime_type\":\"text/plain\",\"bytes\":\"5\"}; bytes; 400",
                "{\"filename\":\"a\",\"purpose\":\"user_data\",\"mime_type\":\"text/plain\",\"bytes\":2000000}; ; 413",
                "[]; ; 400"
            })
    void whatIsWrongWithAnAnnouncementIsNamed(String body, @Nullable String param, int status) throws Exception {
        assertRefused(send(post("/v1/uploads", body)), status, param);
    }

    @Test
    void aPartThatIsTooLargeIsRefused() throws Exception {
        String upload = begin(500_000);
        assertThat(send(part(upload, new byte[102_401])).statusCode()).isEqualTo(413);
        assertThat(send(part(upload, new byte[102_400])).statusCode()).isEqualTo(200);
    }

    @Test
    void aPieceOfAFileIsSent() throws Exception {
        String path = "/v1/files/" + file("digits.txt", "0123456789") + "/content";
        assertPiece(path, "bytes=2-4", 206, "234", "bytes 2-4/10");
        assertPiece(path, "bytes=7-", 206, "789", "bytes 7-9/10");
        assertPiece(path, "bytes=-2", 206, "89", "bytes 8-9/10");
        assertPiece(path, "bytes=8-100", 206, "89", "bytes 8-9/10");
        assertPiece(path, "bytes=1-2,4-5", 200, "0123456789", null);
        assertPiece(path, "lines=1-2", 200, "0123456789", null);
        HttpResponse<String> beyond =
                send(request(path, "key-a").header("Range", "bytes=10-").build());
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(beyond.headers().firstValue("content-range")).hasValue("bytes */10");
        assertThat(json.readTree(beyond.body()).get("error").get("message").asString())
                .contains("10 bytes");
    }

    @Test
    void aPieceOfAnotherVersionIsTheWhole() throws Exception {
        String path = "/v1/files/" + file("digits2.txt", "01234567890") + "/content";
        String etag = get(path, "key-a").headers().firstValue("etag").orElseThrow();
        HttpRequest.Builder piece = request(path, "key-a").header("Range", "bytes=0-1");
        assertThat(send(piece.copy().header("If-Range", etag).build()).body()).isEqualTo("01");
        assertThat(send(piece.copy().header("If-Range", "\"old\"").build()).body())
                .isEqualTo("01234567890");
        assertThat(send(request(path, "key-a").header("If-None-Match", etag).build())
                        .statusCode())
                .isEqualTo(304);
        HttpResponse<String> head = send(request(path, "key-a").HEAD().build());
        assertThat(head.headers().firstValueAsLong("content-length")).hasValue(11);
        assertThat(head.body()).isEmpty();
    }

    private void assertPiece(String path, String range, int status, String text, @Nullable String contentRange)
            throws Exception {
        HttpResponse<String> piece =
                send(request(path, "key-a").header("Range", range).build());
        assertThat(piece.statusCode()).as(range).isEqualTo(status);
        assertThat(piece.body()).as(range).isEqualTo(text);
        assertThat(piece.headers().firstValue("content-range").orElse(null)).isEqualTo(contentRange);
    }

    @Test
    void aDocumentSaysWhatItHoldsAndWhere() throws Exception {
        String id = file(
                "handbook.pdf",
                SampleDocuments.pdf(
                        12,
                        page -> "Chapter " + page + "\n" + (page == 7 ? "The pump is replaced every 400 hours.\n" : "")
                                + "Nothing about it.\n".repeat(30)));
        String path = "/v1/rlm/documents/" + id;
        JsonNode found =
                read(path + "/search?query=pump%20replaced&limit=3").get("data").get(0);
        assertThat(found.get("section").asString()).isEqualTo("page 7");
        assertThat(found.get("page").asInt()).isEqualTo(7);
        assertThat(found.get("text").asString()).contains("400 hours");
        JsonNode facts = read(path);
        assertThat(facts.get("readable").get("sections").get("page").asInt()).isEqualTo(12);
        assertThat(facts.get("readable").get("media_type").asString()).isEqualTo("application/pdf");
        assertThat(facts.get("status").asString()).isEqualTo("processed");
        JsonNode page = read(path + "/text?pages=7");
        assertThat(page.get("text").asString()).startsWith("=== page 7 ===").contains("400 hours");
        JsonNode piece = read(path + "/text?characters=" + found.get("start") + "-" + found.get("end"));
        assertThat(piece.get("text").asString()).isEqualTo(found.get("text").asString());
        JsonNode outline = read(path + "/outline").get("entries");
        assertThat(outline.get(6).get("kind").asString()).isEqualTo("page");
        assertThat(outline.get(6).get("start").asLong())
                .isEqualTo(page.get("start").asLong());
        assertThat(get(path + "/text?pages=13", "key-a").statusCode()).isEqualTo(400);
    }

    @Test
    void linesOfATextAreRead() throws Exception {
        String path = "/v1/rlm/documents/" + file("notes.md", "# One\n𝔘 two\nthree\n## Four\nfive");
        assertThat(read(path).get("status").asString()).isIn("uploaded", "processed");
        assertThat(read(path + "/text?lines=2-3").get("text").asString()).isEqualTo("𝔘 two\nthree\n");
        assertThat(read(path + "/text?lines=5").get("text").asString()).isEqualTo("five");
        assertThat(read(path + "/text?characters=6-7").get("text").asString()).isEqualTo("𝔘");
        assertThat(read(path + "/text?characters=100").get("text").asString()).isEmpty();
        assertThat(read(path).get("readable").get("lines").asLong()).isEqualTo(5);
        JsonNode headings = read(path + "/outline").get("entries");
        assertThat(headings.get(0).get("name").asString()).isEqualTo("One");
        assertThat(headings.get(1).get("start").asLong()).isEqualTo(18);
        assertThat(headings.get(1).get("level").asInt()).isEqualTo(2);
    }

    @Test
    void documentsAreTheirTenantsAlone() throws Exception {
        String id = file("mine.txt", "mine");
        for (String route : List.of("", "/text", "/search?query=mine", "/outline")) {
            assertThat(get("/v1/rlm/documents/" + id + route, "key-a").statusCode())
                    .isEqualTo(200);
            HttpResponse<String> others = get("/v1/rlm/documents/" + id + route, "key-b");
            assertThat(others.statusCode()).as(route).isEqualTo(404);
            assertThat(others.body())
                    .isEqualTo(get("/v1/rlm/documents/file-none" + route, "key-b")
                            .body()
                            .replace("file-none", id));
        }
        assertThat(get("/v1/rlm/documents", "key-b").body()).doesNotContain(id);
        assertThat(get("/v1/rlm/documents", "key-a").body()).contains(id);
    }

    @ParameterizedTest
    @CsvSource({
        "/text?characters=x, characters",
        "/text?characters=5-2, characters",
        "/text?lines=0, lines",
        "/text?lines=3-2, lines",
        "/text?lines=1&pages=1,",
        "/search, query",
        "/search?query=a&limit=51, limit"
    })
    void whatIsWrongWithAPieceIsNamed(String route, @Nullable String param) throws Exception {
        String id = file("any.txt", "any");
        assertRefused(get("/v1/rlm/documents/" + id + route, "key-a"), 400, param);
    }

    private JsonNode read(String path) throws Exception {
        HttpResponse<String> answer = get(path, "key-a");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json.readTree(answer.body());
    }

    private String file(String name, String text) throws IOException {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private String file(String name, byte[] bytes) throws IOException {
        return documents
                .store(new Documents.Upload("acme", name, "user_data", null, null), new ByteArrayInputStream(bytes))
                .id();
    }

    private String begin(int bytes) throws Exception {
        HttpResponse<String> answer = send(post("/v1/uploads", """
                {"filename": "long.txt", "purpose": "user_data", "bytes": %d, "mime_type": "text/plain",
                 "expires_after": {"anchor": "created_at", "seconds": 3600}}""".formatted(bytes)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode upload = json.readTree(answer.body());
        assertThat(upload.get("status").asString()).isEqualTo("pending");
        assertThat(upload.get("expires_at").asLong() - upload.get("created_at").asLong())
                .isEqualTo(3600);
        return upload.get("id").asString();
    }

    private String add(String upload, String text) throws Exception {
        HttpResponse<String> answer = send(part(upload, text.getBytes(StandardCharsets.UTF_8)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json.readTree(answer.body()).get("id").asString();
    }

    private HttpRequest part(String upload, byte[] bytes) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"data\"; filename=\"p\"\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        form.writeBytes(bytes);
        form.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return request("/v1/uploads/" + upload + "/parts", "key-a")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(form.toByteArray()))
                .build();
    }

    private JsonNode complete(String upload, List<String> parts, String md5) throws Exception {
        HttpResponse<String> answer = send(completion(upload, parts, md5));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json.readTree(answer.body());
    }

    private HttpRequest completion(String upload, List<String> parts, @Nullable String md5) {
        String ids = parts.stream().map(id -> '"' + id + '"').collect(Collectors.joining(",", "[", "]"));
        String check = md5 == null ? "null" : '"' + md5 + '"';
        return post("/v1/uploads/" + upload + "/complete", "{\"part_ids\":" + ids + ",\"md5\":" + check + "}");
    }

    private HttpRequest post(String path, String body) {
        return request(path, "key-a")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static String md5(String text) throws Exception {
        return md5(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String md5(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    }
}
