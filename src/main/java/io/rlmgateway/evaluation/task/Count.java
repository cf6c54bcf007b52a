package io.rlmgateway.evaluation.task;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of things. One that is wrong by n scores 0.75 to the power of n, as in OOLONG (arXiv 2511.02817).
 *
 * @param value the true number
 */
record Count(long value) implements Expected {

    private static final double STEP = 0.75;
    private static final Pattern SAID = Pattern.compile("(?i)\\banswer\\b[^\\d\\n]{0,40}?(-?\\d[\\d,]*)");
    private static final Pattern FIRST = Pattern.compile("^\\W*?(-?\\d[\\d,]*)");
    private static final Pattern NUMBER = Pattern.compile("-?\\d[\\d,]*");

    @Override
    public Score score(String answer) {
        OptionalLong given = in(answer);
        return given.isPresent() ? near(value, given.getAsLong()) : Score.WRONG;
    }

    @Override
    public String text() {
        return String.valueOf(value);
    }

    /** {@return the score of a number for another} */
    static Score near(long expected, long given) {
        return expected == given ? Score.RIGHT : new Score(Math.pow(STEP, Math.abs((double) expected - given)), false);
    }

    /** The number after the word "answer", else the one at the beginning, else the last one. */
    private static OptionalLong in(String answer) {
        String found = "";
        Matcher said = SAID.matcher(answer);
        Matcher first = FIRST.matcher(answer);
        if (said.find()) {
            found = said.group(1);
        } else if (first.find()) {
            found = first.group(1);
        } else {
            Matcher number = NUMBER.matcher(answer);
            while (number.find()) {
                found = number.group();
            }
        }
        return number(found.replace(",", ""));
    }

    static OptionalLong number(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
