package io.rlmgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A conversation about a long text, with restarts of the service between its requests. */
class ConversationOverHttpTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String FIRST = "How many lines has it, and what is it about?";
    private static final String SECOND = "And how many words?";
    private static final String THIRD = "What did I ask?";

    private static final String FIRST_CELL = """
            ```repl
            import random
            lines = context.splitlines()
            chance = random.random()
            about = llm_query("What is this about? " + lines[0])
            def words(of):
                return sum(len(line.split()) for line in of)
            FINAL(f"{len(lines)} lines about {about}, {chance}")
            ```
            """;
    private static final String SECOND_CELL = """
            ```repl
            unit = "words"
            again = llm_query("What is this about? " + lines[0])
            FINAL(f"{words(lines)} {unit} about {again}, {chance}, {answer['content']!r}, {type(context).__name__}")
            ```
            """;
    private static final String THIRD_CELL = """
            ```repl
            said = [turn["content"] for turn in history if turn["role"] == "user"][1:]
            texts = [len(context), len(documents), context_1[:5], context[0] == "\\n".join(lines) + "\\n"]
            FINAL(said + [unit, words(lines), chance] + texts)
            ```
            """;

    @TempDir
    Path directory;

    private final List<Map<String, Object>> messages = new ArrayList<>();

    /** Replies by the question that was asked last. */
    private static final class Script implements CountingUpstream.Script {

        @Override
        public String name(JsonNode messages) {
            String last = messages.path(messages.size() - 1).path("content").asString();
            return List.of(FIRST, SECOND, THIRD).stream()
                    .filter(last::endsWith)
                    .findFirst()
                    .orElse(last);
        }

        @Override
        public String reply(JsonNode messages) {
            return switch (name(messages)) {
                case FIRST -> FIRST_CELL;
                case SECOND -> SECOND_CELL;
                case THIRD -> THIRD_CELL;
                default -> "apples";
            };
        }
    }

    @Test
    @Timeout(300)
    void laterRequestsUseWhatTheFirstOneComputedAndAskForNothingTwice() throws Exception {
        try (CountingUpstream upstream = new CountingUpstream(new Script())) {
            String first;
            String second;
            String third;
            try (GatewayProcess gateway = GatewayProcess.start(directory, settings(upstream))) {
                first = ask(gateway, "An apple is red.\n".repeat(2_000), FIRST);
            }
            try (GatewayProcess gateway = GatewayProcess.start(directory, settings(upstream))) {
                second = ask(gateway, SECOND);
                third = ask(gateway, "A pear is green.\n".repeat(2_000), THIRD);
            }

            String chance = first.substring(first.indexOf(", ") + 2);
            assertThat(first).startsWith("2000 lines about apples, 0.");
            assertThat(second).isEqualTo("8000 words about apples, " + chance + ", '', str");
            assertThat(JSON.readTree(third))
                    .isEqualTo(JSON.readTree(
                            "[\"%s\", \"words\", 8000, %s, 2, 2, \"A pea\", true]".formatted(SECOND, chance)));
            assertThat(upstream.counts())
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of(FIRST, 1, SECOND, 1, THIRD, 1, "What is this about? An apple is red.", 1));
        }
    }

    private String ask(GatewayProcess gateway, String... texts) {
        messages.add(Map.of(
                "role",
                "user",
                "content",
                List.of(texts).stream()
                        .map(text -> Map.of("type", "text", "text", text))
                        .toList()));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", "rlm");
        body.put("messages", messages);
        HttpResponse<String> response =
                new GatewayClient(gateway.port()).post("/v1/chat/completions", JSON.writeValueAsString(body));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        String answer = GatewayClient.answer(response);
        messages.add(Map.of("role", "assistant", "content", answer));
        return answer;
    }

    private static Map<String, String> settings(CountingUpstream upstream) {
        Map<String, String> settings = new HashMap<>();
        settings.put("rlm.sandbox.mode", System.getProperty("conversation.sandbox", "embedded"));
        settings.put("rlm.upstreams.scripted.kind", "openai");
        settings.put("rlm.upstreams.scripted.base-url", upstream.baseUrl());
        settings.put("rlm.upstreams.scripted.api-key", "secret");
        settings.put("rlm.models[0].id", "rlm");
        settings.put("rlm.models[0].mode", "rlm");
        settings.put("rlm.models[0].root", "scripted/root");
        settings.put("rlm.models[0].sub", "scripted/sub");
        return settings;
    }
}
