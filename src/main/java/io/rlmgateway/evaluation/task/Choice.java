package io.rlmgateway.evaluation.task;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of the letters A to D, as LongBench v2 (arXiv 2412.15204) asks for: after "correct answer is", else alone, else
 * the last one in brackets.
 *
 * @param letter the right one
 */
record Choice(String letter) implements Expected {

    private static final Pattern SAID =
            Pattern.compile("(?i)correct\\s+answer\\s+is:?\\s*\\**\\(?([A-D])\\b\\)?|^\\W*([A-D])\\W*$");
    private static final Pattern BRACKETS = Pattern.compile("\\(([A-D])\\)");

    @Override
    public Score score(String answer) {
        return Score.of(letter.equals(in(answer)));
    }

    @Override
    public String text() {
        return letter;
    }

    private static String in(String answer) {
        Matcher said = SAID.matcher(answer);
        if (said.find()) {
            String group = said.group(1);
            return (group == null ? said.group(2) : group).toUpperCase(Locale.ROOT);
        }
        String last = "";
        Matcher brackets = BRACKETS.matcher(answer);
        while (brackets.find()) {
            last = brackets.group(1);
        }
        return last;
    }
}
