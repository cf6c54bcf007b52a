package io.rlmgateway.upstream.demo;

import java.util.List;
import java.util.Map;

/**
 * What a name looks like, and how well that suits the kind of thing asked for.
 *
 * @param shape its letters
 * @param called whether it stands before an opening parenthesis
 * @param described whether it stands before a dash and a description
 */
record NameFit(Shape shape, boolean called, boolean described) {

    /** How a name is written. */
    enum Shape {
        /** Capitals, as commands of a language are. */
        UPPER,
        /** With underscores, dots, slashes or parentheses. */
        MARKED,
        /** With a leading hyphen. */
        OPTION,
        /** An ordinary word. */
        PLAIN
    }

    private static final List<Shape> ORDER = List.of(Shape.UPPER, Shape.MARKED, Shape.OPTION, Shape.PLAIN);
    private static final List<Double> COMMAND = List.of(1.0, 0.6, 0.6, 0.8);
    private static final List<Double> FUNCTION = List.of(0.7, 1.0, 0.5, 0.85);
    private static final List<Double> SETTING = List.of(0.7, 1.0, 0.7, 0.85);
    private static final List<Double> OPTION = List.of(0.75, 0.9, 1.0, 0.75);
    private static final List<Double> PROGRAM = List.of(0.6, 1.0, 0.5, 1.0);
    private static final List<Double> ANY = List.of(0.95, 0.95, 0.95, 0.85);
    private static final double UNDESCRIBED = 0.7;

    private static final Map<String, List<Double>> KINDS = Map.ofEntries(
            Map.entry("command", COMMAND),
            Map.entry("statement", COMMAND),
            Map.entry("function", FUNCTION),
            Map.entry("syscall", FUNCTION),
            Map.entry("system call", FUNCTION),
            Map.entry("macro", FUNCTION),
            Map.entry("parameter", SETTING),
            Map.entry("setting", SETTING),
            Map.entry("sysctl", SETTING),
            Map.entry("variable", SETTING),
            Map.entry("tunable", SETTING),
            Map.entry("knob", SETTING),
            Map.entry("view", SETTING),
            Map.entry("catalog", SETTING),
            Map.entry("option", OPTION),
            Map.entry("flag", OPTION),
            Map.entry("switch", OPTION),
            Map.entry("tool", PROGRAM),
            Map.entry("utility", PROGRAM),
            Map.entry("program", PROGRAM),
            Map.entry("application", PROGRAM));

    static NameFit of(String name, String quote) {
        boolean called = quote.contains(name + "(") || quote.contains(name + " (");
        return new NameFit(shape(name), called, quote.matches("(?s).* [—–-] .*"));
    }

    private static Shape shape(String name) {
        if (name.startsWith("-")) {
            return Shape.OPTION;
        }
        if (name.matches("[A-Z][A-Z0-9_ ]+")) {
            return Shape.UPPER;
        }
        return name.matches(".*[_./(].*") ? Shape.MARKED : Shape.PLAIN;
    }

    /** {@return 0 to 1} */
    double to(String kind) {
        List<Double> table = KINDS.getOrDefault(kind, ANY);
        if (table.equals(FUNCTION) && called) {
            return 1;
        }
        double fit = table.get(ORDER.indexOf(shape));
        return shape == Shape.PLAIN && kind.isEmpty() && !described ? UNDESCRIBED * fit : fit;
    }
}
