package io.rlmgateway.evaluation.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The reports of an evaluation.
 *
 * @param evaluation what all trials have in common, by name
 * @param trials what was measured
 * @param written when
 */
public record Report(Map<String, String> evaluation, List<Trial> trials, Instant written) {

    /** The file of the page. */
    public static final String PAGE = "report.html";

    /** The file of the figures. */
    public static final String FIGURES = "report.json";

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /**
     * Writes both files, each whole or not at all.
     *
     * @param directory where they go
     * @throws IOException when they cannot be written
     */
    public void write(Path directory) throws IOException {
        write(directory, FIGURES, json());
        write(directory, PAGE, new ReportPage(this).html());
    }

    /** {@return the mean score of each kind and mode, as lines of a table} */
    public List<String> summary() {
        List<Summary> summaries = Summary.ofKinds(trials);
        List<String> modes =
                summaries.stream().map(Summary::mode).distinct().sorted().toList();
        List<String> lines = new ArrayList<>();
        lines.add("%-20s".formatted("score")
                + modes.stream().map("%8s"::formatted).collect(Collectors.joining()));
        summaries.stream().map(Summary::kind).distinct().forEach(kind -> {
            StringBuilder line = new StringBuilder("%-20s".formatted(kind));
            for (String mode : modes) {
                line.append("%8s"
                        .formatted(summaries.stream()
                                .filter(one ->
                                        one.kind().equals(kind) && one.mode().equals(mode))
                                .map(one -> String.format(Locale.ROOT, "%.2f", one.score()))
                                .findFirst()
                                .orElse("-")));
            }
            lines.add(line.toString());
        });
        return lines;
    }

    String json() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("evaluation", evaluation);
        report.put("written", written.toString());
        report.put("summary", Summary.ofEach(trials));
        report.put("trials", trials);
        return JSON.writeValueAsString(report) + "\n";
    }

    private static void write(Path directory, String name, String text) throws IOException {
        Path draft = Files.write(directory.resolve(name + ".new"), text.getBytes(StandardCharsets.UTF_8));
        Files.move(draft, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
}
