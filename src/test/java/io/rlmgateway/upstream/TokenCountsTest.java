package io.rlmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.upstream.Message.Role;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.ModelRequest.Share;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenCountsTest {

    private static final String SENTENCE = "The bridge was opened in 1932 and painted grey in 1951.";

    @ParameterizedTest
    @CsvSource({
        "openai/gpt-5-mini, 20",
        "openai/gpt-4o, 20",
        "router/openai/o3-mini, 20",
        "local/gpt-oss-120b, 20",
        "openai/gpt-4-0613, 20",
        "openai/gpt-3.5-turbo, 20"
    })
    void modelsWithAKnownTokenizerAreCounted(String model, long tokens) {
        assertThat(TokenCounts.of(ModelName.of(model), List.of(Message.user(SENTENCE))))
                .isEqualTo(tokens);
    }

    @ParameterizedTest
    @CsvSource({"anthropic/claude-opus-5-5", "google/gemini-3-pro", "local/qwen3", "openrouter/o-model"})
    void othersAreEstimatedFromAbove(String model) {
        assertThat(TokenCounts.of(ModelName.of(model), List.of(Message.user(SENTENCE))))
                .isBetween(20L, 45L);
    }

    @Test
    void aLongTextIsEstimatedAndNotBelowItsCount() {
        String word = "a".repeat(1_000_000);
        String prose = SENTENCE.repeat(100);

        assertThat(TokenCounts.of(ModelName.of("openai/gpt-5"), List.of(Message.user(word))))
                .isEqualTo(4 + TokenEstimate.of(word));
        assertThat(TokenCounts.of(ModelName.of("openai/gpt-5"), List.of(Message.user(prose.repeat(4)))))
                .isGreaterThan(4 * TokenCounts.of(ModelName.of("openai/gpt-5"), List.of(Message.user(prose))) - 16);
    }

    @Test
    void descriptionsOfToolsCount() {
        Tools.Tool tool = new Tools.Tool(
                "clock", "Tells the time. ".repeat(100), Map.of("type", "object", "properties", Map.of()), null);
        ModelOptions options = new ModelOptions(
                10,
                Duration.ofSeconds(1),
                List.of(),
                Map.of(),
                new Tools(List.of(tool), new Tools.Choice.Auto(), null));
        List<Message> prompt = List.of(Message.user("When?"));
        ModelRequest request = new ModelRequest("o/m", Purpose.DIRECT, prompt, options, new Share("t", 1));

        assertThat(TokenEstimate.of(request) - TokenEstimate.of(prompt)).isBetween(530L, 600L);
        assertThat(TokenEstimate.above(request))
                .isGreaterThan(TokenEstimate.of(request.options().tools()));
    }

    @Test
    void imagesAndCallsCount() {
        ModelName model = ModelName.of("openai/gpt-5");

        assertThat(TokenCounts.of(
                        model,
                        List.of(new Message(Role.USER, List.of(new Content.ImageLink(URI.create("https://host/a")))))))
                .isEqualTo(2_004);
        assertThat(TokenCounts.of(
                        model,
                        List.of(new Message(
                                Role.ASSISTANT, List.of(new Content.ToolCall("c", "clock", "{\"zone\":\"UTC\"}"))))))
                .isBetween(16L, 30L);
        assertThat(TokenCounts.of(
                        model, List.of(new Message(Role.TOOL, List.of(new Content.ToolResult("c", "clock", "noon"))))))
                .isBetween(16L, 20L);
    }

    @Test
    void demoCountsAsItReports() {
        List<Message> prompt = List.of(Message.user("0123456789"));

        assertThat(TokenCounts.of(ModelName.of("demo/reader"), prompt)).isEqualTo(TokenEstimate.of(prompt));
    }
}
