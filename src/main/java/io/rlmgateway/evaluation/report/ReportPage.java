package io.rlmgateway.evaluation.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A report as one page that needs nothing else: no script, no font, no picture from elsewhere. */
final class ReportPage {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Report report;
    private final List<Trial> trials;
    private final List<String> modes;
    private final List<String> kinds;
    private final List<Long> sizes;

    ReportPage(Report report) {
        this.report = report;
        this.trials = report.trials();
        this.modes = trials.stream().map(Trial::mode).distinct().sorted().toList();
        this.kinds = trials.stream().map(Trial::kind).distinct().sorted().toList();
        this.sizes = trials.stream().map(Trial::tokens).distinct().sorted().toList();
    }

    String html() {
        String title = "Evaluation of " + report.evaluation().getOrDefault("model", "a model");
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s</title>
                <style>
                %s</style>
                </head>
                <body>
                <main>
                <h1>%s</h1>
                %s%s%s%s%s%s</main>
                </body>
                </html>
                """.formatted(
                Html.text(title), style(), Html.text(title), facts(), scores(), measures(), byKind(), cells(), all());
    }

    private String facts() {
        StringBuilder facts = new StringBuilder("<dl class=\"facts\">");
        report.evaluation().forEach((name, value) -> {
            if (!value.isEmpty() && !value.equals("{}")) {
                facts.append(fact(name.replace('_', ' '), value));
            }
        });
        long failures = trials.stream().filter(Trial::failed).count();
        double cost = trials.stream()
                .map(trial -> trial.usage().costUsd())
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .sum();
        facts.append(fact("questions", String.valueOf(trials.size())));
        facts.append(fact("without an answer", String.valueOf(failures)));
        facts.append(fact("known cost in all", "$" + Html.number(cost)));
        facts.append(fact("written", DATE.format(report.written())));
        return facts.append("</dl>\n").toString();
    }

    private static String fact(String name, String value) {
        return "<div><dt>" + Html.text(name) + "</dt><dd>" + Html.text(value) + "</dd></div>";
    }

    private String scores() {
        List<Summary> summaries = Summary.ofKinds(trials);
        StringBuilder table =
                new StringBuilder("<h2>Scores</h2>\n<p>Means over all sizes, from 0 to 1. A question without an"
                        + " answer scores 0; a question that was not asked in a mode (\u2013) does not count.</p>\n"
                        + "<div class=\"wide\"><table><thead><tr><th>kind</th>");
        modes.forEach(mode ->
                table.append("<th class=\"number\">").append(Html.text(mode)).append("</th>"));
        table.append("</tr></thead><tbody>\n");
        for (String kind : kinds) {
            table.append("<tr><th>").append(Html.text(kind)).append("</th>");
            for (String mode : modes) {
                table.append(summaries.stream()
                        .filter(one -> one.kind().equals(kind) && one.mode().equals(mode))
                        .map(ReportPage::score)
                        .findFirst()
                        .orElse("<td class=\"number\">\u2013</td>"));
            }
            table.append("</tr>\n");
        }
        return table.append("</tbody></table></div>\n").toString();
    }

    private static String score(Summary summary) {
        return String.format(
                Locale.ROOT,
                "<td class=\"number score\" style=\"--score:%.0f%%\">%.2f</td>",
                100 * summary.score(),
                summary.score());
    }

    private String measures() {
        return "<h2>Over the size of the text</h2>\n<p>Means over all kinds of questions.</p>\n" + legend()
                + "<div class=\"charts\">\n"
                + chart("Score", true, Summary::score)
                + chart("Seconds", false, one -> one.means().seconds())
                + chart("US dollars", false, one -> one.means().costUsd())
                + chart("Tokens", false, one -> one.means().tokens())
                + chart("Turns", false, one -> one.means().turns())
                + chart("Sub-calls", false, one -> one.means().subCalls())
                + "</div>\n";
    }

    private String chart(String title, boolean share, Function<Summary, @Nullable Double> value) {
        return chart(title, share, Summary.ofSizes(trials), value);
    }

    private String chart(
            String title, boolean share, List<Summary> summaries, Function<Summary, @Nullable Double> value) {
        LineChart chart = new LineChart(title, share, sizes);
        for (Summary summary : summaries) {
            Double measured = value.apply(summary);
            if (measured != null && (share || summary.failures() < summary.trials())) {
                chart.with(summary.mode(), summary.tokens(), measured);
            }
        }
        return "<figure>" + chart.svg(modes) + "</figure>\n";
    }

    private String byKind() {
        StringBuilder charts =
                new StringBuilder("<h2>Score by kind of question</h2>\n" + legend() + "<div class=\"charts\">\n");
        for (String kind : kinds) {
            List<Trial> own =
                    trials.stream().filter(trial -> trial.kind().equals(kind)).toList();
            charts.append(chart(kind, true, Summary.ofSizes(own), Summary::score));
        }
        return charts.append("</div>\n").toString();
    }

    private String legend() {
        StringBuilder legend = new StringBuilder("<ul class=\"legend\">");
        for (int place = 0; place < modes.size(); place++) {
            legend.append("<li><svg viewBox=\"-6 -6 12 12\" class=\"key\" aria-hidden=\"true\"><g class=\"line line-")
                    .append(place % 4)
                    .append("\">")
                    .append(LineChart.mark(place))
                    .append("</g></svg>")
                    .append(Html.text(modes.get(place)))
                    .append("</li>");
        }
        return legend.append("</ul>\n").toString();
    }

    private String cells() {
        StringBuilder table =
                new StringBuilder("<h2>All figures</h2>\n<details><summary>Each kind, size and mode</summary>\n"
                        + "<div class=\"wide\"><table><thead><tr><th>kind</th><th>size</th><th>mode</th>");
        for (String name :
                List.of("asked", "failed", "score", "exact", "seconds", "turns", "sub-calls", "tokens", "USD")) {
            table.append("<th class=\"number\">").append(name).append("</th>");
        }
        table.append("</tr></thead><tbody>\n");
        for (Summary one : Summary.ofEach(trials)) {
            Double cost = one.means().costUsd();
            table.append("<tr><td>%s</td><td>%s</td><td>%s</td>"
                    .formatted(Html.text(one.kind()), Html.size(one.tokens()), Html.text(one.mode())));
            for (double value : new double[] {
                one.trials(),
                one.failures(),
                one.score(),
                one.exact(),
                one.means().seconds(),
                one.means().turns(),
                one.means().subCalls(),
                one.means().tokens()
            }) {
                table.append("<td class=\"number\">").append(Html.number(value)).append("</td>");
            }
            table.append("<td class=\"number\">%s</td></tr>\n".formatted(cost == null ? "?" : Html.number(cost)));
        }
        return table.append("</tbody></table></div></details>\n").toString();
    }

    private String all() {
        StringBuilder list = new StringBuilder("<details><summary>Each question with its answer</summary>\n");
        for (Trial trial : trials) {
            String failure = trial.outcome().failure();
            list.append("<article><h3>%s, %s: %s</h3>\n<dl>"
                    .formatted(
                            Html.text(trial.task()),
                            Html.text(trial.mode()),
                            failure == null ? Html.number(trial.outcome().score()) : "no answer"));
            list.append(fact("question", trial.outcome().question()));
            list.append(fact("expected", trial.outcome().expected()));
            list.append(failure == null ? fact("answer", trial.outcome().answer()) : fact("failure", failure));
            list.append("</dl></article>\n");
        }
        return list.append("</details>\n").toString();
    }

    private static String style() {
        try (InputStream file = Objects.requireNonNull(ReportPage.class.getResourceAsStream("page.css"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
