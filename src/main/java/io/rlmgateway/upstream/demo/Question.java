package io.rlmgateway.upstream.demo;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One question, understood as far as an extractive reader needs.
 *
 * @param text as asked
 * @param wanted the form of the answer
 * @param subject the name or noun phrase that the question is about; empty when none stands out
 * @param kind for {@link Wanted#NAME} the kind of thing asked for, in the singular, for example {@code command}; else
 *     empty
 * @param terms the words that an answering text should hold
 */
record Question(String text, Wanted wanted, String subject, String kind, List<Term> terms) {

    Question {
        terms = List.copyOf(terms);
    }

    /** {@return whether the subject is a name of a program's world and so must be met to the letter} */
    boolean namesSubject() {
        return !subject.isEmpty() && Words.isIdentifier(subject);
    }

    /** {@return whether the question asks for a state when nobody sets anything} */
    boolean byDefault() {
        return wanted == Wanted.DEFAULT || text.matches("(?is).*\\bdefaults?\\b.*");
    }

    /** {@return the share of the terms' weight that the stems hold, 0 to 1} */
    double coverage(Set<String> stems) {
        double all = 0;
        double held = 0;
        for (Term term : terms) {
            all += term.weight();
            held += term.weight() * term.in(stems);
        }
        return all == 0 ? 0 : held / all;
    }

    /** {@return a regular expression of the subject that allows for blanks, underscores and hyphens between its words} */
    static String pattern(String subject) {
        String last = subject.matches("\\p{L}\\w*(?:\\.[\\w-]+)+") ? "(?:" + Pattern.quote(prefix(subject)) + ")?" : "";
        String rest =
                last.isEmpty() ? subject : subject.substring(prefix(subject).length());
        StringBuilder pattern = new StringBuilder(last);
        for (String part : rest.strip().split("[\\s_-]+", -1)) {
            if (!part.isEmpty()) {
                pattern.append(pattern.length() > last.length() ? "[\\s_-]+" : "")
                        .append(Pattern.quote(part));
            }
        }
        return pattern.toString();
    }

    private static String prefix(String dotted) {
        return dotted.substring(0, dotted.lastIndexOf('.') + 1);
    }
}
