package io.rlmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ModelCatalogTest {

    private final ModelCatalog catalog = new ModelCatalog(List.of());

    @ParameterizedTest
    @CsvSource({
        "demo/extractive, 1000000, 16384, 0",
        "openai/gpt-5, 400000, 128000, 1.25",
        "openai/gpt-5-2025-08-07, 400000, 128000, 1.25",
        "openai/gpt-5-mini, 400000, 128000, 0.25",
        "openai/gpt-5-mini-2025-08-07, 400000, 128000, 0.25",
        "openai/gpt-4o-mini, 128000, 16384, 0.15",
        "openai/gpt-4.1-nano, 1047576, 32768, 0.1",
        "openai/gpt-4-0613, 8192, 4096, 30",
        "router/openai/gpt-5-nano, 400000, 128000, 0.05",
        "openai/gpt-5-of-tomorrow, 400000, 128000,",
        "openai/gpt-6.2-sol, 1050000, 128000, 2",
        "local/never-heard-of, 128000, 16384,"
    })
    void factsAreThoseOfTheLongestFit(String model, long window, long maxOutput, Double inputPrice) {
        ModelFacts facts = catalog.facts(ModelName.of(model));

        assertThat(facts.window()).isEqualTo(window);
        assertThat(facts.maxOutput()).isEqualTo(maxOutput);
        assertThat(facts.inputPrice()).isEqualTo(inputPrice);
    }

    @Test
    void everyFactHasItsSourceAndDate() throws IOException {
        try (InputStream resource = ModelCatalog.class.getResourceAsStream("models.json")) {
            for (JsonNode entry : JsonMapper.builder().build().readTree(resource)) {
                assertThat(entry.path("source").asString("")).as("%s", entry).isNotEmpty();
                assertThat(entry.path("asOf").asString("")).as("%s", entry).matches("20\\d\\d-\\d\\d");
            }
        }
    }

    @Test
    void abilitiesAreKnown() {
        assertThat(catalog.facts(ModelName.of("anthropic/claude-opus-4-7")).abilities())
                .containsExactlyInAnyOrder(ModelAbility.values());
        assertThat(catalog.facts(ModelName.of("openai/gpt-3.5-turbo")).abilities())
                .containsExactly(ModelAbility.TOOLS);
        assertThat(ModelCatalog.DEFAULT.abilities()).isEmpty();
    }

    @Test
    void writingToACacheCostsMore() {
        ModelFacts facts = catalog.facts(ModelName.of("anthropic/claude-sonnet-4-6"));

        assertThat(facts.cost(new TokenUsage(1_000_000, 0, 0, 0, false, 400_000)))
                .isEqualTo(3.3);
    }

    @Test
    void whatKeepsToASchemaIsKnown() {
        ModelCatalog known = new ModelCatalog(List.of());

        assertThat(known.facts(ModelName.of("openai/gpt-5-mini")).jsonSchema()).isTrue();
        assertThat(known.facts(ModelName.of("local/deepseek-chat")).jsonSchema())
                .isFalse();
        assertThat(known.facts(ModelName.of("local/never-heard-of")).jsonSchema())
                .isFalse();
    }

    @Test
    void configurationGoesBeforeWhatIsKnown() {
        ModelCatalog configured = new ModelCatalog(List.of(
                new ModelFactsProperties("gpt-5*", 1000, 100, 1.0, null, 2.0, null, null),
                new ModelFactsProperties("azure/gpt-5*", 2000, 200, null, null, null, null, null)));

        assertThat(configured.facts(ModelName.of("openai/gpt-5-mini")).window()).isEqualTo(1000);
        assertThat(configured.facts(ModelName.of("azure/gpt-5-mini")).window()).isEqualTo(2000);
        assertThat(configured.facts(ModelName.of("openai/gpt-4o")).window()).isEqualTo(128_000);
    }

    @Test
    void costCountsCachedTokensAtTheirPrice() {
        ModelFacts facts = catalog.facts(ModelName.of("openai/gpt-5"));

        assertThat(facts.cost(new TokenUsage(1_000_000, 400_000, 100_000, 50_000)))
                .isEqualTo(0.6 * 1.25 + 0.4 * 0.125 + 0.1 * 10);
    }

    @Test
    void costIsUnknownWhereAPriceIs() {
        assertThat(ModelCatalog.DEFAULT.cost(new TokenUsage(1, 0, 1, 0))).isNull();
        assertThat(new ModelFacts(1, 1, 1.0, null, null).cost(new TokenUsage(1, 0, 1, 0)))
                .isNull();
    }

    @Test
    void cachedTokensCostAsOthersWhereTheirPriceIsUnknown() {
        assertThat(new ModelFacts(1, 1, 2.0, null, 4.0).cost(new TokenUsage(1_000_000, 500_000, 0, 0)))
                .isEqualTo(2.0);
    }

    @Test
    void modelsThatReasonRefuseWhatShapesSampling() {
        assertThat(catalog.facts(ModelName.of("openai/o3-mini-2025-01-31")).refused())
                .containsExactlyInAnyOrder(
                        "temperature", "top_p", "presence_penalty", "frequency_penalty", "logit_bias");
        assertThat(catalog.facts(ModelName.of("openai/gpt-5-mini")).refused()).contains("temperature");
        assertThat(catalog.facts(ModelName.of("openai/gpt-4o")).refused()).isEmpty();
        assertThat(ModelCatalog.DEFAULT.refused()).isEmpty();
    }
}
