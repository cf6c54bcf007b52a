package io.rlmgateway.upstream.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.upstream.ModelRequest.Share;
import io.rlmgateway.upstream.RelayRequest;
import io.rlmgateway.upstream.RelayRequest.AnswerForm;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class RequestEditsTest {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void onlyTheModelChangesInAnOrdinaryRequest() {
        String body = """
                { "made_up" : [1.50, "\\u00e9\\/", {"b":1, "a":-0}], "model":"rlm;mode=direct",
                  "messages":[{"role":"user","content":"Hi"}], "tools":[{"type":"function","function":{"name":"f"}}] }""";

        assertThat(edited(body, false)).isEqualTo(body.replace("rlm;mode=direct", "gpt-x"));
    }

    @Test
    void everyModelOfARequestWithTwoIsReplaced() {
        assertThat(edited("{\"model\":\"a\",\"m\\u006fdel\":null,\"messages\":[]}", false))
                .isEqualTo("{\"model\":\"gpt-x\",\"m\\u006fdel\":\"gpt-x\",\"messages\":[]}");
    }

    @Test
    void theExtensionLeavesNothingBehind() {
        assertThat(edited(
                        "{\"rlm\":{\"mode\":\"direct\"},\"model\":\"a\",\"metadata\":{\"rlm_mode\":\"direct\"},\"seed\":1}",
                        false))
                .isEqualTo("{\"model\":\"gpt-x\",\"seed\":1}");
        assertThat(edited("{\"model\":\"a\",\"metadata\":{\"rlm_depth\":\"1\",\"own\":\"x\"}}", false))
                .isEqualTo("{\"model\":\"gpt-x\",\"metadata\":{\"own\":\"x\"}}");
        assertThat(edited("{\"model\":\"a\",\"metadata\":{}}", false))
                .isEqualTo("{\"model\":\"gpt-x\",\"metadata\":{}}");
        assertThat(edited("{\"model\":\"a\",\"metadata\":null}", false))
                .isEqualTo("{\"model\":\"gpt-x\",\"metadata\":null}");
    }

    @Test
    void usageIsAskedForWithEveryStream() {
        assertThat(edited("{\"model\":\"a\",\"stream\":true}", true))
                .isEqualTo("{\"model\":\"gpt-x\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
        assertThat(edited("{\"stream_options\":null,\"model\":\"a\"}", true))
                .isEqualTo("{\"stream_options\":{\"include_usage\":true},\"model\":\"gpt-x\"}");
        assertThat(edited("{\"model\":\"a\",\"stream_options\":{\"include_usage\":false,\"own\":1}}", true))
                .isEqualTo("{\"model\":\"gpt-x\",\"stream_options\":{\"include_usage\":true,\"own\":1}}");
        assertThat(edited("{\"model\":\"a\",\"stream_options\":{\"include_obfuscation\":true}}", true))
                .isEqualTo(
                        "{\"model\":\"gpt-x\",\"stream_options\":{\"include_obfuscation\":true,\"include_usage\":true}}");
    }

    @Test
    void paddingIsTurnedOffWhereTheServerPads() {
        assertThat(edited(request("{\"model\":\"a\"}", true, Set.of()), true))
                .isEqualTo("{\"model\":\"gpt-x\","
                        + "\"stream_options\":{\"include_usage\":true,\"include_obfuscation\":false}}");
        assertThat(edited(
                        request("{\"model\":\"a\",\"stream_options\":{\"include_obfuscation\":true}}", true, Set.of()),
                        true))
                .isEqualTo("{\"model\":\"gpt-x\","
                        + "\"stream_options\":{\"include_obfuscation\":false,\"include_usage\":true}}");
    }

    @Test
    void streamOptionsGoWhereNothingIsStreamed() {
        assertThat(edited("{\"model\":\"a\",\"stream_options\":{\"include_usage\":true}}", false))
                .isEqualTo("{\"model\":\"gpt-x\"}");
    }

    @Test
    void whatTheModelRefusesGoes() {
        String body = "{\"model\":\"a\",\"temperature\":0.0,\"seed\":1,\"stream\":true}";

        assertThat(edited(request(body, true, Set.of("temperature", "stream_options")), false))
                .isEqualTo("{\"model\":\"gpt-x\",\"seed\":1,\"stream\":true}");
    }

    @Test
    void replayedReasoningGoesAndEverythingElseOfAMessageStays() {
        assertThat(edited(
                        "{\"messages\":[{\"reasoning_content\":\"hm\",\"role\":\"assistant\",\"content\":null,\"x\":0.10},"
                                + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"\\u0041\"}]}],\"model\":\"a\"}",
                        false))
                .isEqualTo(
                        "{\"messages\":[{\"role\":\"assistant\",\"content\":null,\"x\":0.10},"
                                + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"\\u0041\"}]}],\"model\":\"gpt-x\"}");
    }

    @Test
    void storedFilesBecomeTextAndDocumentsGoFirst() {
        String file = "{\"type\":\"file\",\"file\":{\"file_id\":\"file-1\"}}";
        String inline = "{\"type\":\"file\",\"file\":{\"file_data\":\"QQ==\",\"filename\":\"a.pdf\"}}";
        String body = "{\"model\":\"a\",\"messages\":[ {\"role\":\"user\",\"content\":[" + file + "," + inline + "]}]}";
        RelayRequest request = new RelayRequest(
                "gpt-x",
                ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)),
                new AnswerForm("rlm", false, false, null),
                Map.of("file-1", "a.txt:\n\"é\""),
                List.of("b.txt:\nB"),
                Set.of(),
                Duration.ofMinutes(1),
                new Share("t", 1));

        assertThat(edited(request, false))
                .isEqualTo("{\"model\":\"gpt-x\",\"messages\":[{\"role\":\"user\",\"content\":\"b.txt:\\nB\"},"
                        + " {\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a.txt:\\n\\\"é\\\"\"},"
                        + inline + "]}]}");
    }

    @Test
    void anyRequestMeansTheSameAfterwardsButForTheEdits() {
        for (int seed = 0; seed < 2_000; seed++) {
            RandomJson json = new RandomJson(seed);
            List<String> members = new ArrayList<>(List.of(json.member("model", json.string())));
            List<String> kept = new ArrayList<>();
            maybe(json, members, "rlm", json.value(2));
            maybe(json, members, "seed", json.value(1));
            maybe(json, members, "metadata", json.object(List.of("\"rlm_mode\":\"direct\"", "\"k\":\"v\"")));
            maybe(json, members, "messages", messages(json));
            for (int i = json.below(4); i > 0; i--) {
                kept.add(json.member("own" + i, json.value(3)));
                members.add(json.below(members.size() + 1), kept.getLast());
            }
            boolean stream = json.chance(2);
            String body = json.object(members);

            String edited = edited(request(body, stream, Set.of("seed")), false);

            assertThat(JSON.readTree(edited)).as("seed %d: %s", seed, body).isEqualTo(expected(body, stream));
            kept.forEach(member -> assertThat(edited).contains(member));
        }
    }

    private static void maybe(RandomJson json, List<String> members, String name, String value) {
        if (json.chance(2)) {
            members.add(json.below(members.size() + 1), json.member(name, value));
        }
    }

    private static String messages(RandomJson json) {
        List<String> all = new ArrayList<>();
        for (int i = json.below(3); i >= 0; i--) {
            List<String> message = new ArrayList<>(List.of("\"role\":\"assistant\""));
            maybe(json, message, "content", json.value(2));
            maybe(json, message, "reasoning_content", json.string());
            maybe(json, message, "own", json.value(2));
            all.add(json.object(message));
        }
        return "[" + String.join(json.blank() + "," + json.blank(), all) + "]";
    }

    private static ObjectNode expected(String body, boolean stream) {
        ObjectNode expected = (ObjectNode) JSON.readTree(body);
        expected.put("model", "gpt-x").remove(List.of("rlm", "seed"));
        if (expected.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove("rlm_mode");
        }
        if (expected.get("messages") instanceof ArrayNode messages) {
            messages.forEach(message -> ((ObjectNode) message).remove("reasoning_content"));
        }
        if (stream) {
            expected.putObject("stream_options").put("include_usage", true);
        }
        return expected;
    }

    private static String edited(String body, boolean stream) {
        return edited(request(body, stream, Set.of()), false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"n\":1}                                        | {\"n\":1,\"max_completion_tokens\":50}",
                "{\"max_tokens\":null,\"n\":1}                    | {\"n\":1,\"max_completion_tokens\":50}",
                "{\"max_tokens\":80,\"n\":1}                      | {\"max_tokens\":50,\"n\":1}",
                "{\"max_tokens\":8,\"max_completion_tokens\":51}  | {\"max_tokens\":8,\"max_completion_tokens\":50}"
            })
    void replyIsCappedWhereItsMoneyIsLimited(String body, String sent) {
        RelayRequest request = request(body, false, Set.of());
        RelayRequest capped = new RelayRequest(
                request.model(),
                request.body(),
                new AnswerForm("rlm", false, false, null, 50),
                request.files(),
                request.documents(),
                request.refused(),
                request.timeout(),
                request.share());

        assertThat(edited(capped, true)).isEqualTo(sent);
        assertThat(edited(request, true)).isEqualTo(body);
    }

    private static String edited(RelayRequest request, boolean obfuscates) {
        OutputLimitParameter limit =
                obfuscates ? OutputLimitParameter.MAX_COMPLETION_TOKENS : OutputLimitParameter.MAX_TOKENS;
        return JsonEditorTest.joined(
                RequestEdits.of(request, request.model(), new ChatPrompts.Dialect(limit, obfuscates)));
    }

    private static RelayRequest request(String body, boolean stream, Set<String> refused) {
        return new RelayRequest(
                "gpt-x",
                ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)),
                new AnswerForm("rlm", stream, false, null),
                Map.of(),
                List.of(),
                refused,
                Duration.ofMinutes(1),
                new Share("t", 1));
    }
}
