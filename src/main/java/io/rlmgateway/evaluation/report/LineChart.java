package io.rlmgateway.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A measure over the sizes of texts, a line for each way of asking, as SVG. */
final class LineChart {

    private static final int WIDTH = 420;
    private static final int HEIGHT = 230;
    private static final int LEFT = 52;
    private static final int RIGHT = 16;
    private static final int TOP = 34;
    private static final int BOTTOM = 34;
    /** Lines that lie on each other are drawn side by side. */
    private static final double ASIDE = 4;

    private static final int STEPS = 4;

    private final String title;
    private final boolean share;
    private final List<Long> sizes;
    private final Map<String, Map<Long, Double>> lines = new TreeMap<>();

    /**
     * A chart without lines.
     *
     * @param title what is measured, with its unit
     * @param share whether the measure goes from 0 to 1
     * @param sizes in tokens, ascending
     */
    LineChart(String title, boolean share, List<Long> sizes) {
        this.title = title;
        this.share = share;
        this.sizes = sizes;
    }

    /** Adds a point. */
    LineChart with(String line, long size, double value) {
        lines.computeIfAbsent(line, key -> new TreeMap<>()).put(size, value);
        return this;
    }

    /**
     * Draws.
     *
     * @param names all lines that occur in the report, so that each has the same colour everywhere
     */
    String svg(List<String> names) {
        double top = top();
        StringBuilder svg = new StringBuilder();
        svg.append("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
                .formatted(WIDTH, HEIGHT, Html.text(title + " over the size of the text")));
        svg.append("<text class=\"title\" x=\"%d\" y=\"18\">%s</text>".formatted(8, Html.text(title)));
        for (int step = 0; step <= STEPS; step++) {
            double value = top * step / STEPS;
            svg.append(String.format(
                    Locale.ROOT,
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                    LEFT,
                    WIDTH - RIGHT,
                    y(value, top),
                    y(value, top)));
            svg.append(String.format(
                    Locale.ROOT,
                    "<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    LEFT - 6,
                    y(value, top) + 4,
                    Html.number(value)));
        }
        for (long size : sizes) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    x(size),
                    HEIGHT - 12,
                    Html.size(size)));
        }
        lines.forEach((name, points) -> svg.append(line(name, names.indexOf(name), points, top)));
        return svg.append("</svg>").toString();
    }

    private String line(String name, int place, Map<Long, Double> points, double top) {
        double aside = (place - 1.5) * ASIDE;
        List<String> corners = new ArrayList<>();
        StringBuilder marks = new StringBuilder();
        points.forEach((size, value) -> {
            corners.add(String.format(Locale.ROOT, "%.1f,%.1f", x(size) + aside, y(value, top)));
            marks.append(String.format(
                    Locale.ROOT,
                    "<g transform=\"translate(%.1f %.1f)\">%s<title>%s, %s: %s</title></g>",
                    x(size) + aside,
                    y(value, top),
                    mark(place),
                    Html.text(name),
                    Html.size(size),
                    Html.number(value)));
        });
        return "<g class=\"line line-%d\"><polyline points=\"%s\"/>%s</g>"
                .formatted(place % 4, String.join(" ", corners), marks);
    }

    /** {@return the sign of a line, told by its shape as well as by its colour} */
    static String mark(int place) {
        return switch (place % 4) {
            case 0 -> "<circle r=\"4\"/>";
            case 1 -> "<rect x=\"-3.6\" y=\"-3.6\" width=\"7.2\" height=\"7.2\"/>";
            case 2 -> "<path d=\"M0-5 4.6 3.4-4.6 3.4Z\"/>";
            default -> "<path d=\"M0-5 5 0 0 5-5 0Z\"/>";
        };
    }

    /** A round number above all values. */
    private double top() {
        double most = lines.values().stream()
                .flatMap(points -> points.values().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        if (share || most <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(most)));
        for (double step : new double[] {1, 2, 4, 8}) {
            if (most <= step * power) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private double x(long size) {
        double room = WIDTH - LEFT - RIGHT;
        return LEFT + room * (sizes.indexOf(size) + 0.5) / sizes.size();
    }

    private static double y(double value, double top) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top;
    }
}
