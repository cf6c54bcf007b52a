package io.rlmgateway.upstream.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A question that sets the values of several names against each other.
 *
 * @param questions one question for each name
 * @param largest whether the largest is asked for, else the smallest
 */
record Comparison(List<String> questions, boolean largest) {

    private static final Pattern COMPARING = Pattern.compile(
            "(?is).*\\b(?:larger|largest|bigger|biggest|greater|greatest|higher|highest|longer|longest|more|smaller|smallest|less|lower|lowest|shorter|shortest|fewer|compare|equal|(?:the )?same|differ\\w*|exceeds?)\\b.*");
    private static final Pattern SMALL =
            Pattern.compile("(?is).*\\b(?:smaller|smallest|less|lower|lowest|shorter|shortest|fewer)\\b.*");
    private static final Pattern MEASURE =
            Pattern.compile("(?i)\\b(maximum|minimum|limit|size|length|price|population|height|weight|age|cost)\\b");

    /** {@return the comparison, without questions when the question is none} */
    static Comparison of(String question) {
        List<String> names = new ArrayList<>(Words.tokens(question).stream()
                .filter(Words::isIdentifier)
                .distinct()
                .toList());
        if (names.size() < 2 || !COMPARING.matcher(question).matches()) {
            return new Comparison(List.of(), true);
        }
        Matcher measure = MEASURE.matcher(question);
        String what = !question.matches("(?is).*\\bdefaults?\\b.*") && measure.find() ? measure.group(1) : "default";
        return new Comparison(
                names.stream()
                        .map(name -> "What is the " + what + " of " + name + "?")
                        .toList(),
                !SMALL.matcher(question).matches());
    }
}
