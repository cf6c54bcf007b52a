package io.rlmgateway.evaluation;

import io.rlmgateway.evaluation.report.Trial;
import java.io.PrintWriter;
import java.util.Locale;

/** Says what has been asked: a bar that is drawn again and again on a terminal, a line for each trial elsewhere. */
final class Progress {

    private static final int WIDTH = 30;
    private static final int LINE = 110;

    private final PrintWriter out;
    private final boolean terminal;
    private final int total;
    private int done;

    /**
     * Begins.
     *
     * @param out where it is said
     * @param terminal whether a line can be drawn again
     * @param total trials
     */
    Progress(PrintWriter out, boolean terminal, int total) {
        this.out = out;
        this.terminal = terminal;
        this.total = total;
    }

    /** Counts trials of an earlier run. */
    synchronized void resumed(int trials) {
        done += trials;
        if (trials > 0) {
            out.println("Going on: " + trials + " of " + total + " questions have their answers.");
            out.flush();
        }
    }

    synchronized void asked(Trial trial) {
        done++;
        String last = String.format(
                Locale.ROOT,
                "%s %s %s: %s in %.1f s",
                trial.kind(),
                Sizes.text(trial.tokens()),
                trial.mode(),
                trial.failed()
                        ? "failed"
                        : String.format(
                                Locale.ROOT, "score %.2f", trial.outcome().score()),
                trial.usage().seconds());
        if (terminal) {
            draw(last);
        } else {
            out.println(done + "/" + total + " " + last + failure(trial));
        }
        out.flush();
    }

    /** Ends the line of a bar. */
    synchronized void end() {
        if (terminal) {
            out.println();
            out.flush();
        }
    }

    private void draw(String last) {
        int filled = total == 0 ? WIDTH : WIDTH * done / total;
        String line = "[" + "#".repeat(filled) + "-".repeat(WIDTH - filled) + "] " + done + "/" + total + "  " + last;
        String cut = line.length() > LINE ? line.substring(0, LINE) : line;
        out.print("\r" + cut + " ".repeat(LINE - cut.length()));
    }

    private static String failure(Trial trial) {
        String failure = trial.outcome().failure();
        return failure == null ? "" : " (" + failure + ")";
    }
}
