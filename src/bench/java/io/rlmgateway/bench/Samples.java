package io.rlmgateway.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What several runs of one measurement gave, in one unit. */
final class Samples {

    private final String unit;
    private final List<Double> values = new ArrayList<>();

    private Samples(String unit) {
        this.unit = unit;
    }

    static Samples milliseconds() {
        return new Samples("ms");
    }

    static Samples seconds() {
        return new Samples("s");
    }

    static Samples perSecond() {
        return new Samples("/s");
    }

    static Samples mebibytes() {
        return new Samples("MiB");
    }

    void add(double value) {
        values.add(value);
    }

    void addMilliseconds(Duration time) {
        add(time.toNanos() / 1e6);
    }

    void addSeconds(Duration time) {
        add(time.toNanos() / 1e9);
    }

    void addBytes(long bytes) {
        add(bytes / (1024.0 * 1024.0));
    }

    int count() {
        return values.size();
    }

    double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** {@return median, least and greatest value, as {@code 12.3 ms (11.9–14.0)}} */
    @Override
    public String toString() {
        double least = values.stream().min(Double::compare).orElseThrow();
        double greatest = values.stream().max(Double::compare).orElseThrow();
        return number(median()) + " " + unit + " (" + number(least) + "–" + number(greatest) + ")";
    }

    /** Three digits that count, but every digit before the point. */
    static String number(double value) {
        double size = Math.abs(value);
        int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
