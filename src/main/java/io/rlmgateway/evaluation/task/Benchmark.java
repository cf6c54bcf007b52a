package io.rlmgateway.evaluation.task;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** A public benchmark, whose examples are read from a file in the format in which its authors publish them, as JSON. */
public enum Benchmark {
    /**
     * OOLONG (arXiv 2511.02817), synth and real: {@code id}, {@code context_window_text}, {@code question}, {@code answer},
     * and in synth {@code answer_type} and {@code context_len}.
     */
    OOLONG("oolong", List.of("id", "context_window_text", "question", "answer")) {
        @Override
        String id(JsonNode row) {
            return row.path("id").asString();
        }

        @Override
        void context(JsonNode row, Appendable text) throws IOException {
            text.append(row.path("context_window_text").asString());
        }

        @Override
        Exercise exercise(JsonNode row) {
            String answer = row.path("answer").asString();
            JsonNode type = row.path("answer_type");
            boolean synth = type.isString() && type.asString().startsWith("ANSWER_TYPE");
            return new Exercise(
                    row.path("question").asString(),
                    synth ? OolongSynth.of(answer, type.asString()) : new OolongReal(answer));
        }
    },
    /**
     * BrowseComp-Plus (arXiv 2508.06600), decrypted by its authors' script: {@code query_id}, {@code query}, {@code answer}
     * and the documents of {@code evidence_docs}, {@code gold_docs} and {@code negative_docs}, each {@code docid} and
     * {@code text}.
     */
    BROWSECOMP_PLUS("browsecomp-plus", List.of("query_id", "query", "answer", "gold_docs")) {
        @Override
        String id(JsonNode row) {
            return row.path("query_id").asString();
        }

        @Override
        void context(JsonNode row, Appendable text) throws IOException {
            BrowsedDocuments.of(row).write(text);
        }

        @Override
        Exercise exercise(JsonNode row) {
            return new Exercise(
                    row.path("query").asString(),
                    new BenchmarkText(row.path("answer").asString()));
        }
    },
    /**
     * LongBench v2 (arXiv 2412.15204): {@code _id}, {@code context}, {@code question}, {@code choice_A} to {@code choice_D}
     * and {@code answer}, a letter.
     */
    LONGBENCH_V2(
            "longbench-v2",
            List.of("_id", "context", "question", "choice_A", "choice_B", "choice_C", "choice_D", "answer")) {
        @Override
        String id(JsonNode row) {
            return row.path("_id").asString();
        }

        @Override
        void context(JsonNode row, Appendable text) throws IOException {
            text.append(row.path("context").asString());
        }

        @Override
        Exercise exercise(JsonNode row) {
            StringBuilder question =
                    new StringBuilder(row.path("question").asString().strip());
            for (String letter : List.of("A", "B", "C", "D")) {
                question.append("\n(").append(letter).append(") ");
                question.append(row.path("choice_" + letter).asString().strip());
            }
            question.append("\nOne of these is right. Answer in the form: The correct answer is (A).");
            return new Exercise(
                    question.toString(),
                    new Choice(row.path("answer").asString().strip()));
        }
    };

    private final String label;
    // made by List.of
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> fields;

    Benchmark(String label, List<String> fields) {
        this.label = label;
        this.fields = fields;
    }

    abstract String id(JsonNode row);

    abstract void context(JsonNode row, Appendable text) throws IOException;

    abstract Exercise exercise(JsonNode row);

    /**
     * Reads which examples a file has; their texts are read when they are written.
     *
     * @param file JSON objects, one a line or in one array
     * @param limit examples at most, the first of the file
     * @return a task for each
     * @throws UnusableFileException when the file cannot be read, or is not of this format
     */
    public List<Task> tasks(Path file, int limit) {
        JsonRows rows = new JsonRows(file);
        List<Task> tasks = new ArrayList<>();
        rows.each((row, offset) -> {
            check(file, row, tasks.size() + 1);
            tasks.add(new Task(label + "-" + id(row), label, size(row), text -> {
                JsonNode again = rows.at(offset);
                context(again, text);
                return exercise(again);
            }));
            return tasks.size() < limit;
        });
        if (tasks.isEmpty()) {
            throw new UnusableFileException(file + " holds no JSON object");
        }
        return tasks;
    }

    private void check(Path file, JsonNode row, int number) {
        List<String> missing =
                fields.stream().filter(field -> !row.hasNonNull(field)).toList();
        if (!missing.isEmpty()) {
            throw new UnusableFileException("%s is not of the format %s: example %d has no %s"
                    .formatted(file, label, number, String.join(", ", missing)));
        }
        if (exercise(row).question().matches("[A-Za-z0-9+/]{40,}={0,2}")) {
            throw new UnusableFileException(
                    file + " is still encrypted; decrypt it with the script of the benchmark's authors");
        }
    }

    /** Rounded up to a power of two, so that a report has a few sizes. */
    private static long size(JsonNode row) {
        JsonNode stated = row.path("context_len");
        long tokens = stated.isIntegralNumber() ? stated.asLong() : characters(row) / Task.CHARACTERS_PER_TOKEN;
        long power = Long.highestOneBit(Math.max(1, tokens));
        return power == tokens ? tokens : 2 * power;
    }

    private static long characters(JsonNode row) {
        return row.isString()
                ? row.asString().length()
                : StreamSupport.stream(row.spliterator(), false)
                        .mapToLong(Benchmark::characters)
                        .sum();
    }
}
