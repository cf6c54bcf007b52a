package io.rlmgateway.evaluation.task;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer of an example of OOLONG-real, judged by the rules of its authors (github.com/abertsch72/oolong): what stands
 * in a box, else the whole answer; a number that is wrong by n scores 0.75 to the power of n, a list the share of its
 * true items, a text all or nothing.
 *
 * @param value the true answer: a number, a text, or items with commas between them
 */
record OolongReal(String value) implements Expected {

    private static final Pattern BOX = Pattern.compile("\\\\boxed\\{+(?:\\\\text\\{)?([^}]*)}+");

    @Override
    public Score score(String answer) {
        Matcher box = BOX.matcher(answer);
        String given = (box.find() ? box.group(1) : answer).strip();
        OptionalLong number = Count.number(value);
        if (number.isPresent()) {
            OptionalLong other = Count.number(given);
            return other.isPresent() ? Count.near(number.getAsLong(), other.getAsLong()) : Score.WRONG;
        }
        return value.contains(",") ? list(given) : Score.of(value.strip().equalsIgnoreCase(given));
    }

    @Override
    public String text() {
        return value;
    }

    private Score list(String given) {
        Set<String> items = items(value);
        Set<String> found = items(given);
        long right = items.stream().filter(found::contains).count();
        return Score.of((double) right / items.size());
    }

    private static Set<String> items(String text) {
        Set<String> items = new LinkedHashSet<>(
                Arrays.stream(text.split(",", -1)).map(String::strip).toList());
        items.remove("");
        return items;
    }
}
