package io.rlmgateway.evaluation.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The trials of one kind, one size and one way of asking.
 *
 * @param kind what they ask for; empty for all kinds together
 * @param tokens of their texts; 0 for all sizes together
 * @param mode how they were asked
 * @param trials how many
 * @param failures how many had no answer
 * @param score the mean
 * @param exact the share of wholly right answers
 * @param means of what they cost
 */
record Summary(
        String kind, long tokens, String mode, int trials, int failures, double score, double exact, Means means) {

    /**
     * Means of those that were answered.
     *
     * @param seconds until the answer
     * @param turns of the root model
     * @param subCalls of the session and its children
     * @param tokens of all prompts and replies
     * @param costUsd US dollars, or null where a price is unknown
     */
    record Means(
            double seconds,
            double turns,
            double subCalls,
            double tokens,
            @Nullable Double costUsd) {

        static Means of(List<Trial> trials) {
            List<Trial.Usage> answered = trials.stream()
                    .filter(trial -> !trial.failed())
                    .map(Trial::usage)
                    .toList();
            boolean priced = !answered.isEmpty()
                    && answered.stream().map(Trial.Usage::costUsd).allMatch(Objects::nonNull);
            return new Means(
                    mean(answered, Trial.Usage::seconds),
                    mean(answered, Trial.Usage::turns),
                    mean(answered, Trial.Usage::subCalls),
                    mean(answered, usage -> (double) usage.promptTokens() + usage.completionTokens()),
                    priced ? mean(answered, usage -> Objects.requireNonNullElse(usage.costUsd(), 0.0)) : null);
        }

        private static double mean(List<Trial.Usage> usages, ToDoubleFunction<Trial.Usage> value) {
            return usages.stream().mapToDouble(value).average().orElse(0);
        }
    }

    /** {@return one for each kind, size and mode that occurs, in this order} */
    static List<Summary> ofEach(List<Trial> trials) {
        return grouped(trials, trial -> new Summary(trial.kind(), trial.tokens(), trial.mode(), List.of()));
    }

    /** {@return one for each size and mode, over all kinds} */
    static List<Summary> ofSizes(List<Trial> trials) {
        return grouped(trials, trial -> new Summary("", trial.tokens(), trial.mode(), List.of()));
    }

    /** {@return one for each kind and mode, over all sizes} */
    static List<Summary> ofKinds(List<Trial> trials) {
        return grouped(trials, trial -> new Summary(trial.kind(), 0, trial.mode(), List.of()));
    }

    private Summary(String kind, long tokens, String mode, List<Trial> trials) {
        this(
                kind,
                tokens,
                mode,
                trials.size(),
                (int) trials.stream().filter(Trial::failed).count(),
                trials.stream()
                        .mapToDouble(trial -> trial.outcome().score())
                        .average()
                        .orElse(0),
                trials.stream()
                        .mapToDouble(trial -> trial.outcome().exact() ? 1 : 0)
                        .average()
                        .orElse(0),
                Means.of(trials));
    }

    private static List<Summary> grouped(List<Trial> trials, Function<Trial, Summary> group) {
        Map<Summary, List<Trial>> groups = new LinkedHashMap<>();
        trials.forEach(trial -> groups.computeIfAbsent(group.apply(trial), key -> new ArrayList<>())
                .add(trial));
        return groups.entrySet().stream()
                .map(entry -> new Summary(
                        entry.getKey().kind(),
                        entry.getKey().tokens(),
                        entry.getKey().mode(),
                        entry.getValue()))
                .sorted(Comparator.comparing(Summary::kind)
                        .thenComparingLong(Summary::tokens)
                        .thenComparing(Summary::mode))
                .toList();
    }
}
