package io.rlmgateway.evaluation.task;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A set of codes or of pairs, in any order. The score is the F1 of the items in the answer: the harmonic mean of the
 * share of them that is right and the share of the right ones that is there.
 *
 * @param items the true ones
 * @param form how an item looks in an answer; a pair has two groups
 */
record ItemSet(Set<String> items, Pattern form) implements Expected {

    static ItemSet of(Collection<String> items, Pattern form) {
        return new ItemSet(new TreeSet<>(items), form);
    }

    /** {@return a pair as an item, whichever of its members comes first} */
    static String pair(String one, String other) {
        return one.compareTo(other) < 0 ? "(" + one + ", " + other + ")" : "(" + other + ", " + one + ")";
    }

    @Override
    public Score score(String answer) {
        Set<String> found = found(answer);
        long right = found.stream().filter(items::contains).count();
        return found.isEmpty() ? Score.of(items.isEmpty()) : Score.of(2.0 * right / (found.size() + items.size()));
    }

    @Override
    public String text() {
        return String.join(" ", items);
    }

    private Set<String> found(String answer) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = form.matcher(answer);
        while (matcher.find()) {
            found.add(matcher.groupCount() == 2 ? pair(matcher.group(1), matcher.group(2)) : matcher.group());
        }
        return found;
    }
}
