package io.rlmgateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Completions that their clients have stored. */
@TestPropertySource(
        properties = {
            "rlm.access.keys[0].name=ann",
            "rlm.access.keys[0].key=secret-of-ann",
            "rlm.access.keys[0].tenant=lab",
            "rlm.access.keys[1].name=bob",
            "rlm.access.keys[1].key=secret-of-bob"
        })
class StoredCompletionsTest extends ChatTest {

    private static final String PATH = "/v1/chat/completions";
    private static final String ANN = "secret-of-ann";
    private static final String BOB = "secret-of-bob";

    @BeforeEach
    void deleteAll() {
        for (JsonNode one : list(ANN, "?limit=100")) {
            send("DELETE", ANN, PATH + "/" + one.path("id").stringValue(), null);
        }
    }

    private HttpResponse<String> send(String method, String key, String path, @Nullable String body) {
        return send(request(path)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    private JsonNode ask(String members) {
        HttpResponse<String> response =
                send("POST", ANN, PATH, "{\"model\":\"rlm\",\"store\":true," + members + QUESTION + "}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("x-rlm-ignored-params")).isEmpty();
        return json(response.body());
    }

    private JsonNode read(String key, String path) {
        HttpResponse<String> response = send("GET", key, path, null);
        assertThat(response.statusCode()).isEqualTo(200);
        return json(response.body());
    }

    private JsonNode list(String key, String query) {
        return read(key, PATH + query).path("data");
    }

    private List<String> ids(String query) {
        List<String> ids = new ArrayList<>();
        list(ANN, query).forEach(one -> ids.add(one.path("id").stringValue()));
        return ids;
    }

    private static String id(JsonNode completion) {
        return completion.path("id").stringValue();
    }

    @Test
    void whatWasAnsweredIsReadAgain() {
        JsonNode answered = ask("\"metadata\":{\"team\":\"a\"},\"temperature\":0.5,\"user\":\"u1\",");
        JsonNode stored = read(ANN, PATH + "/" + id(answered));
        assertThat(stored.path("choices")).isEqualTo(answered.path("choices"));
        assertThat(stored.path("usage")).isEqualTo(answered.path("usage"));
        assertThat(stored.path("created")).isEqualTo(answered.path("created"));
        assertThat(stored.path("metadata")).isEqualTo(json("{\"team\":\"a\"}"));
        assertThat(stored.path("temperature").doubleValue()).isEqualTo(0.5);
        assertThat(stored.path("input_user").stringValue()).isEqualTo("u1");
        assertThat(stored.path("tools").isNull()).isTrue();
        assertThat(stored.path("request_id").stringValue()).startsWith("req_");
    }

    @ParameterizedTest
    @CsvSource({"direct, Hello world", "rlm, Five minutes."})
    void aStreamIsStoredAsTheAnswerThatItAmountsTo(String mode, String text) {
        HttpResponse<String> response = send(
                "POST",
                ANN,
                PATH,
                "{\"model\":\"rlm\",\"store\":true,\"stream\":true,\"rlm\":{\"mode\":\"" + mode + "\"}," + QUESTION
                        + "}");
        String id = json(response.body().lines().findFirst().orElseThrow().substring(6))
                .path("id")
                .stringValue();
        JsonNode stored = read(ANN, PATH + "/" + id);
        assertThat(stored.path("object").stringValue()).isEqualTo("chat.completion");
        assertThat(stored.at("/choices/0/message/content").stringValue()).isEqualTo(text);
        assertThat(stored.at("/choices/0/finish_reason").stringValue()).isEqualTo("stop");
    }

    @Test
    void nothingIsStoredUnlessItIsAskedFor() {
        send("POST", ANN, PATH, "{\"model\":\"rlm\"," + QUESTION + "}");
        send("POST", ANN, PATH, "{\"model\":\"rlm\",\"store\":null," + QUESTION + "}");
        assertThat(ids("")).isEmpty();
    }

    @Test
    void aRequestTooLargeToBeKeptIsAnsweredAndSaysSo() {
        String text = "x".repeat(200 * 1024);
        HttpResponse<String> response = send(
                "POST",
                ANN,
                PATH,
                "{\"model\":\"rlm\",\"store\":true,\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("x-rlm-ignored-params")).hasValue("store");
        assertThat(ids("")).isEmpty();
    }

    @Test
    void theListHasPagesFiltersAndOrder() {
        String first = id(ask("\"metadata\":{\"k\":\"v\",\"l\":\"1\"},"));
        String second = id(ask("\"metadata\":{\"k\":\"v\",\"l\":\"2\"},"));
        String third = id(ask(""));
        assertThat(ids("")).containsExactly(first, second, third);
        assertThat(ids("?order=desc&limit=2")).containsExactly(third, second);
        assertThat(ids("?after=" + first)).containsExactly(second, third);
        assertThat(ids("?metadata%5Bk%5D=v")).containsExactly(first, second);
        assertThat(ids("?metadata%5Bk%5D=v&metadata%5Bl%5D=2")).containsExactly(second);
        assertThat(ids("?model=rlm")).hasSize(3);
        assertThat(ids("?model=other")).isEmpty();
        JsonNode page = read(ANN, PATH + "?limit=2");
        assertThat(page.path("object").stringValue()).isEqualTo("list");
        assertThat(page.path("first_id").stringValue()).isEqualTo(first);
        assertThat(page.path("last_id").stringValue()).isEqualTo(second);
        assertThat(page.path("has_more").booleanValue()).isTrue();
        assertThat(read(ANN, PATH + "?limit=3").path("has_more").booleanValue()).isFalse();
    }

    @Test
    void metadataIsReplaced() {
        String path = PATH + "/" + id(ask("\"metadata\":{\"k\":\"v\"},"));
        HttpResponse<String> updated = send("POST", ANN, path, "{\"metadata\":{\"l\":\"w\"}}");
        assertThat(json(updated.body()).path("metadata")).isEqualTo(json("{\"l\":\"w\"}"));
        assertThat(read(ANN, path).path("metadata")).isEqualTo(json("{\"l\":\"w\"}"));
        send("POST", ANN, path, "{\"metadata\":null}");
        assertThat(read(ANN, path).path("metadata")).isEqualTo(json("{}"));
        assertThat(error(send("POST", ANN, path, "{}")).path("param").stringValue())
                .isEqualTo("metadata");
        assertThat(error(send("POST", ANN, path, "{\"metadata\":{\"k\":1}}"))
                        .path("param")
                        .stringValue())
                .isEqualTo("metadata.k");
    }

    @Test
    void theMessagesAreReadInPages() {
        HttpResponse<String> asked = send(
                "POST",
                ANN,
                PATH,
                "{\"model\":\"rlm\",\"store\":true,\"messages\":[{\"role\":\"system\",\"content\":\"Be short.\"},"
                        + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Why?\"}],\"name\":\"ann\"}]}");
        String id = id(json(asked.body()));
        JsonNode page = read(ANN, PATH + "/" + id + "/messages?limit=1");
        assertThat(page.path("data"))
                .isEqualTo(json("[{\"role\":\"system\",\"content\":\"Be short.\",\"id\":\"" + id
                        + "-0\",\"content_parts\":null,\"refusal\":null}]"));
        assertThat(page.path("has_more").booleanValue()).isTrue();
        JsonNode next = read(ANN, PATH + "/" + id + "/messages?after=" + id + "-0");
        assertThat(next.path("data"))
                .isEqualTo(json("[{\"role\":\"user\",\"content\":null,\"name\":\"ann\",\"id\":\"" + id
                        + "-1\",\"content_parts\":[{\"type\":\"text\",\"text\":\"Why?\"}],\"refusal\":null}]"));
        assertThat(read(ANN, PATH + "/" + id + "/messages?order=desc&limit=1")
                        .path("first_id")
                        .stringValue())
                .isEqualTo(id + "-1");
    }

    @Test
    void whatIsDeletedIsGone() {
        String path = PATH + "/" + id(ask(""));
        JsonNode deleted = json(send("DELETE", ANN, path, null).body());
        assertThat(deleted.path("object").stringValue()).isEqualTo("chat.completion.deleted");
        assertThat(deleted.path("deleted").booleanValue()).isTrue();
        assertThat(send("GET", ANN, path, null).statusCode()).isEqualTo(404);
        assertThat(send("GET", ANN, path + "/messages", null).statusCode()).isEqualTo(404);
        assertThat(send("DELETE", ANN, path, null).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"GET,''", "GET,/messages", "DELETE,''", "POST,''"})
    void anothersIsAsIfItWereNotThereToTheByte(String method, String rest) {
        String id = id(ask(""));
        String body = "POST".equals(method) ? "{\"metadata\":{}}" : null;
        HttpResponse<String> anothers = send(method, BOB, PATH + "/" + id + rest, body);
        HttpResponse<String> nobodys = send(method, BOB, PATH + "/" + "x".repeat(id.length()) + rest, body);
        assertThat(anothers.statusCode()).isEqualTo(404);
        assertThat(anothers.body()).isEqualTo(nobodys.body().replace("x".repeat(id.length()), id));
        assertThat(list(BOB, "").isEmpty()).isTrue();
        assertThat(ids("")).containsExactly(id);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, integer_below_min_value, limit",
        "limit=101, integer_above_max_value, limit",
        "limit=many, invalid_type, limit",
        "order=up, invalid_value, order",
        "after=nothing, invalid_value, after"
    })
    void wrongQueriesAreRefused(String query, String code, String param) {
        HttpResponse<String> response = send("GET", ANN, PATH + "?" + query, null);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error(response).path("code").stringValue()).isEqualTo(code);
        assertThat(error(response).path("param").stringValue()).isEqualTo(param);
    }
}
