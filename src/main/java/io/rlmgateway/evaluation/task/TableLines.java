package io.rlmgateway.evaluation.task;

import java.util.List;

/**
 * Lines in an order. The score is the F1 of the longest run of them that the answer has in the right order, other lines
 * between them allowed.
 *
 * @param lines the true ones
 */
record TableLines(List<String> lines) implements Expected {

    @Override
    public Score score(String answer) {
        List<String> given = answer.lines()
                .map(line -> line.replaceAll("\\s*;\\s*", ";").strip())
                .filter(line -> !line.isEmpty() && !line.startsWith("```"))
                .toList();
        return Score.of(2.0 * common(given) / (given.size() + lines.size()));
    }

    @Override
    public String text() {
        return String.join("\n", lines);
    }

    /** The length of the longest common subsequence, in memory for two rows of its table. */
    private int common(List<String> given) {
        int[] row = new int[lines.size() + 1];
        for (String line : given) {
            int[] next = new int[row.length];
            for (int i = 1; i < row.length; i++) {
                next[i] = lines.get(i - 1).equals(line) ? row[i - 1] + 1 : Math.max(row[i], next[i - 1]);
            }
            row = next;
        }
        return row[lines.size()];
    }
}
