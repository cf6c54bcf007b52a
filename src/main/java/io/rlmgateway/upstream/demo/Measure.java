package io.rlmgateway.upstream.demo;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes numbers of words like "four megabytes (4MB)", so that values can be compared. */
final class Measure {

    private static final Map<String, Double> WORDS = Map.ofEntries(
            Map.entry("zero", 0.0),
            Map.entry("one", 1.0),
            Map.entry("two", 2.0),
            Map.entry("three", 3.0),
            Map.entry("four", 4.0),
            Map.entry("five", 5.0),
            Map.entry("six", 6.0),
            Map.entry("seven", 7.0),
            Map.entry("eight", 8.0),
            Map.entry("nine", 9.0),
            Map.entry("ten", 10.0),
            Map.entry("twelve", 12.0),
            Map.entry("sixteen", 16.0),
            Map.entry("twenty", 20.0),
            Map.entry("thirty", 30.0),
            Map.entry("sixty", 60.0));
    private static final double KILO = 1024;
    private static final Pattern QUANTITY = Pattern.compile(
            "(?i)(?<n>-?\\d[\\d,]*(?:\\.\\d+)?|\\b(?:" + String.join("|", WORDS.keySet()) + ")\\b)\\s*(?<u>[a-zµ%]+)?");

    private Measure() {}

    /** {@return the first quantity in bytes, seconds, or as it stands; null when there is none} */
    static @Nullable Double of(String text) {
        Matcher matcher = QUANTITY.matcher(text);
        if (!matcher.find()) {
            return null;
        }
        String number = Words.lower(matcher.group("n"));
        Double word = WORDS.get(number);
        double value = word == null ? Double.parseDouble(number.replace(",", "")) : word;
        return value * factor(matcher.group("u"));
    }

    private static double factor(@Nullable String unit) {
        if (unit == null) {
            return 1;
        }
        return bytes(unit) * seconds(unit);
    }

    private static double bytes(String unit) {
        return switch (Words.lower(unit)) {
            case "kb", "kib", "kilobyte", "kilobytes" -> KILO;
            case "mb", "mib", "megabyte", "megabytes" -> KILO * KILO;
            case "gb", "gib", "gigabyte", "gigabytes" -> KILO * KILO * KILO;
            case "tb", "tib", "terabyte", "terabytes" -> KILO * KILO * KILO * KILO;
            default -> 1;
        };
    }

    private static double seconds(String unit) {
        return switch (Words.lower(unit)) {
            case "us", "µs", "microsecond", "microseconds" -> 1e-6;
            case "ms", "msec", "millisecond", "milliseconds" -> 1e-3;
            case "min", "minute", "minutes" -> 60;
            case "h", "hour", "hours" -> 3_600;
            case "d", "day", "days" -> 86_400;
            case "week", "weeks" -> 604_800;
            default -> 1;
        };
    }
}
