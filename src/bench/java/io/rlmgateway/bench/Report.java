package io.rlmgateway.bench;

import java.io.PrintStream;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The figures of a run as a table in Markdown. */
final class Report {

    private static final String HEAD = """
            | what | median (min–max) | beside | median (min–max) | ratio | runs |
            |---|---|---|---|---|---|
            """;

    private final Machine machine = Machine.now();
    private final PrintStream out;
    private final List<String> rows = new ArrayList<>();

    Report(PrintStream out) {
        this.out = out;
    }

    /**
     * Takes a figure.
     *
     * @param what what was measured
     * @param figure its values
     * @param beside the floor or baseline
     * @param floor its values, in the same unit
     */
    void add(String what, Samples figure, String beside, Samples floor) {
        String row = "| " + what + " | " + figure + " | " + beside + " | " + floor + " | "
                + Samples.number(figure.median() / floor.median()) + " | " + figure.count() + ", " + floor.count()
                + " |\n";
        rows.add(row);
        out.print(row);
        out.flush();
    }

    /** Prints the whole table with the day and the machine. */
    void print() {
        out.print("\n" + LocalDate.now(ZoneOffset.UTC) + ", " + machine + "\n\n" + HEAD);
        rows.forEach(out::print);
        out.flush();
    }
}
