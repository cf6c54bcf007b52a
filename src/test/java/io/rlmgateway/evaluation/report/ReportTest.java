package io.rlmgateway.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {

    private static final List<String> MODES = List.of("direct", "rlm-0", "rlm-1", "rlm-2");

    @TempDir
    Path directory;

    private final Report report =
            new Report(Map.of("model", "a/<b>", "sub_model", ""), trials(), Instant.parse("2026-11-21T20:00:00Z"));

    @Test
    void pageHasTheFormOfItsGoldenFile() throws IOException {
        report.write(directory);
        Document page = Jsoup.parse(Files.readString(directory.resolve(Report.PAGE)));

        String structure = page.body().select("*").stream()
                .filter(element -> !element.parents().is("svg, td, th"))
                .map(ReportTest::outline)
                .collect(Collectors.joining("\n", "", "\n"));

        GoldenFile.of(ReportTest.class, "page-structure.txt").assertHolds(structure);
    }

    @Test
    void pageNeedsNothingFromElsewhereAndRunsNothing() throws IOException {
        report.write(directory);
        String html = Files.readString(directory.resolve(Report.PAGE));
        Document page = Jsoup.parse(html);

        assertThat(page.select("script, link, img, iframe, [src], [href]")).isEmpty();
        assertThat(html).doesNotContain("http://", "https://", "@import", "url(");
        assertThat(html).contains("prefers-color-scheme: dark", "a/&lt;b&gt;").doesNotContain("a/<b>");
    }

    @Test
    void everyWayOfAskingHasItsLineInEachChart() throws IOException {
        report.write(directory);
        Document page = Jsoup.parse(Files.readString(directory.resolve(Report.PAGE)));

        assertThat(page.select("figure svg"))
                .hasSize(8)
                .allSatisfy(chart -> assertThat(chart.attr("aria-label")).isNotEmpty());
        assertThat(page.select("figure svg").getFirst().select("polyline")).hasSize(4);
    }

    @Test
    void figuresAreMeansOfTheTrials() throws IOException {
        report.write(directory);
        JsonNode json = JsonMapper.builder().build().readTree(Files.readString(directory.resolve(Report.FIGURES)));

        assertThat(json.path("trials").size()).isEqualTo(trials().size());
        JsonNode cell = json.path("summary").get(0);
        assertThat(cell.path("kind").asString()).isEqualTo("needle-single");
        assertThat(cell.path("tokens").asLong()).isEqualTo(8192);
        assertThat(cell.path("mode").asString()).isEqualTo("direct");
        assertThat(cell.path("trials").asInt()).isEqualTo(2);
        assertThat(cell.path("failures").asInt()).isEqualTo(1);
        assertThat(cell.path("score").asDouble()).isEqualTo(0.25);
        assertThat(cell.path("means").path("seconds").asDouble()).isEqualTo(1);
        assertThat(cell.path("means").path("sub_calls").asDouble()).isZero();
    }

    @Test
    void unknownPriceIsNoPrice() {
        JsonNode json = JsonMapper.builder().build().readTree(report.json());
        List<JsonNode> costs = new ArrayList<>();
        json.path("summary").forEach(cell -> costs.add(cell.path("means").path("cost_usd")));

        assertThat(costs).anyMatch(JsonNode::isNull).anyMatch(JsonNode::isNumber);
    }

    @Test
    void summaryShowsTheScoreOfEachKindAndMode() {
        assertThat(report.summary())
                .containsExactly(
                        "score                 direct   rlm-0   rlm-1   rlm-2",
                        "needle-single           0.25    0.50    0.50    0.50",
                        "pairs                   0.25    0.50    0.50    0.50");
    }

    @Test
    void reportOfNothingIsAPageToo() throws IOException {
        Report empty = new Report(Map.of(), List.of(), Instant.EPOCH);
        empty.write(directory);

        assertThat(directory.resolve(Report.PAGE)).content().contains("Evaluation of a model");
    }

    private static List<Trial> trials() {
        List<Trial> trials = new ArrayList<>();
        for (String kind : List.of("needle-single", "pairs")) {
            for (long tokens : List.of(8192L, 65_536L)) {
                for (int depth = 0; depth < MODES.size(); depth++) {
                    trials.add(trial(kind + "-1", kind, tokens, depth, null));
                }
                trials.add(trial(kind + "-2", kind, tokens, 0, "504: timed out"));
            }
        }
        return trials;
    }

    private static Trial trial(String task, String kind, long tokens, int mode, @Nullable String failure) {
        return new Trial(
                task + "-" + tokens,
                kind,
                tokens,
                MODES.get(mode),
                new Trial.Outcome(failure == null ? 0.5 : 0, false, "Which <one>?", "a", "b & c", failure, false),
                failure == null
                        ? new Trial.Usage(
                                1 + mode, mode, 2 * mode, 100 * tokens, 10, mode == 3 ? null : 0.01, null, null)
                        : Trial.Usage.unknown(9));
    }

    private static String outline(Element element) {
        String text = element.ownText();
        return "  ".repeat(Math.max(0, element.parents().size() - 2))
                + element.tagName()
                + (element.className().isEmpty()
                        ? ""
                        : "." + element.className().replace(' ', '.'))
                + (text.isEmpty() ? "" : ": " + text.substring(0, Math.min(60, text.length())));
    }
}
