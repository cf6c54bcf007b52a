package io.rlmgateway.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Facts about models: those of the configuration, then those of {@code models.json}, then a careful default. Within a
 * source an exact name goes before a beginning, and a longer beginning before a shorter one.
 */
final class ModelCatalog {

    /** What is assumed of a model that nothing is known of. */
    static final ModelFacts DEFAULT = new ModelFacts(128_000, 16_384, null, null, null);

    private static final String RESOURCE = "models.json";

    /** Names can come from clients. */
    private static final int MOST_FOUND = 1_000;

    private final List<ModelFactsProperties> configured;
    private final List<ModelFactsProperties> known;

    /** What was looked up: every call asks for its model's facts several times. */
    private final Map<ModelName, ModelFacts> found = new ConcurrentHashMap<>();

    /** @param configured facts of the configuration */
    ModelCatalog(List<ModelFactsProperties> configured) {
        this.configured = List.copyOf(configured);
        this.known = known();
    }

    /**
     * The facts of a model.
     *
     * @param model the model
     * @return its facts or the careful default
     */
    ModelFacts facts(ModelName model) {
        ModelFacts before = found.get(model);
        if (before != null) {
            return before;
        }
        ModelFacts facts = search(model);
        if (found.size() < MOST_FOUND) {
            found.put(model, facts);
        }
        return facts;
    }

    private ModelFacts search(ModelName model) {
        List<String> spellings = Stream.of(model.toString(), model.name(), model.shortName())
                .distinct()
                .toList();
        return find(configured, spellings)
                .or(() -> find(known, spellings))
                .map(ModelFactsProperties::facts)
                .orElse(DEFAULT);
    }

    private static Optional<ModelFactsProperties> find(List<ModelFactsProperties> facts, List<String> spellings) {
        return facts.stream()
                .filter(entry -> spellings.stream().anyMatch(spelling -> matches(entry.model(), spelling)))
                .max(Comparator.comparing(
                                (ModelFactsProperties entry) -> !entry.model().endsWith("*"))
                        .thenComparingInt(entry -> entry.model().length()));
    }

    private static boolean matches(String pattern, String spelling) {
        return pattern.endsWith("*")
                ? spelling.startsWith(pattern.substring(0, pattern.length() - 1))
                : spelling.equals(pattern);
    }

    private static List<ModelFactsProperties> known() {
        try (InputStream resource = Objects.requireNonNull(ModelCatalog.class.getResourceAsStream(RESOURCE))) {
            return List.of(JsonMapper.builder()
                    .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                    .build()
                    .readValue(resource, ModelFactsProperties[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
