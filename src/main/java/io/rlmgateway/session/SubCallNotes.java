package io.rlmgateway.session;

import io.rlmgateway.repl.ReplFunction.MarkedAnswer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the root model is told of a cell's sub-calls, beside what the cell shows itself. */
final class SubCallNotes {

    private static final int SHORT = 80;
    private static final int SHOWN_PROMPTS = 3;
    private static final int SHOWN_CHARACTERS = 60;
    private static final int SHOWN_MESSAGE = 200;

    private final double failedShare;
    private final Map<SubQuestion, Map<String, Votes>> replies = new LinkedHashMap<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private int all;
    private int reused;

    /** @param failedShare the share of failed sub-calls above which the model is told */
    SubCallNotes(double failedShare) {
        this.failedShare = failedShare;
    }

    /** Equal answers, spelled as the first of them. */
    private record Votes(String spelling, int count) {

        private Votes plus(Votes more) {
            return new Votes(spelling, count + more.count);
        }

        @Override
        public String toString() {
            return '"' + spelling + "\" (" + count + ")";
        }
    }

    /** A sub-call was answered. */
    synchronized void answered(SubQuestion question, @Nullable Object answer) {
        all++;
        String text = answer instanceof MarkedAnswer marked ? marked.text() : String.valueOf(answer);
        if (text.length() <= SHORT) {
            replies.computeIfAbsent(question, any -> new LinkedHashMap<>())
                    .merge(normal(text), new Votes(text.strip(), 1), Votes::plus);
        }
    }

    /** A sub-call failed. */
    synchronized void failed(@Nullable String message) {
        all++;
        failures.merge(String.valueOf(message), 1, Integer::sum);
    }

    /** An answer was taken from an earlier turn. */
    synchronized void reused() {
        reused++;
    }

    /** {@return a line for each thing that is to be told; then all is forgotten} */
    synchronized String take() {
        List<String> lines = new ArrayList<>();
        addReused(lines);
        addFailed(lines);
        addContradictions(lines);
        replies.clear();
        failures.clear();
        all = 0;
        reused = 0;
        return lines.stream().map(line -> "[" + line + "]\n").collect(Collectors.joining());
    }

    private void addReused(List<String> lines) {
        if (reused > 0) {
            lines.add((reused == 1 ? "1 sub-call was" : reused + " sub-calls were")
                    + " asked in an earlier turn already: the recorded answer is used again; word it otherwise for a"
                    + " new one");
        }
    }

    private void addFailed(List<String> lines) {
        int failed = failures.values().stream().mapToInt(Integer::intValue).sum();
        if (all > 1 && failed > failedShare * all) {
            String most = failures.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .orElse("");
            lines.add(failed + " of " + all + " sub-calls failed, most often: " + cut(most, SHOWN_MESSAGE));
        }
    }

    private void addContradictions(List<String> lines) {
        List<String> contradictions = replies.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> shown(entry.getKey(), entry.getValue()))
                .toList();
        if (!contradictions.isEmpty()) {
            int more = contradictions.size() - SHOWN_PROMPTS;
            lines.add("different replies to the same prompt: "
                    + contradictions.stream().limit(SHOWN_PROMPTS).collect(Collectors.joining("; "))
                    + (more > 0 ? "; and " + more + " more prompts" : ""));
        }
    }

    private static String shown(SubQuestion question, Map<String, Votes> votes) {
        String most = votes.values().stream()
                .sorted(Comparator.comparingInt(Votes::count).reversed())
                .limit(SHOWN_PROMPTS)
                .map(Votes::toString)
                .collect(Collectors.joining(", "));
        return cut(question.text(), SHOWN_CHARACTERS) + " → " + most;
    }

    /** Upper and lower case, white space and punctuation around words make no other answer. */
    private static String normal(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("[\\s\\p{Z}]+", " ")
                .replaceAll("^[\\p{P}\\p{Z}&&[^-−#%]]+|[\\p{P}\\p{Z}&&[^-−#%]]+$", "");
    }

    private static String cut(String text, int most) {
        String line = text.strip().replaceAll("\\s+", " ");
        if (line.length() <= most) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(most - 1)) ? most - 1 : most;
        return line.substring(0, end) + "…";
    }
}
