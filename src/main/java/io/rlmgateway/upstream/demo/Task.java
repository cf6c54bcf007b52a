package io.rlmgateway.upstream.demo;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One sub-question as the root's cells work on it.
 *
 * @param question the sub-question
 * @param tally how to count or list over the whole text
 */
record Task(Question question, Tally tally) {

    /** Words that stand beside an answer of a kind, for the search. */
    private static final Map<Wanted, String> AIMS =
            Map.of(Wanted.DEFAULT, " default", Wanted.QUANTITY, " maximum limit");

    static Task of(String question) {
        return new Task(QuestionReader.read(question), Tally.of(question));
    }

    /** {@return a Python dict} */
    String literal() {
        return "{\"question\": " + Quoted.of(question.text()) + ", \"wanted\": "
                + Quoted.of(question.wanted().name()) + ", \"about\": " + Quoted.of(about()) + ",\n     \"names\": "
                + Quoted.of(names()) + ", \"queries\": " + Quoted.of(queries()) + ", \"words\": " + Quoted.of(words())
                + ", \"stems\": " + stems() + ", \"places\": " + Quoted.of(places()) + ",\n     " + tally.literal()
                + "}";
    }

    private String about() {
        return question.subject().isEmpty() ? question.text() : question.subject();
    }

    private List<String> names() {
        boolean named = question.namesSubject()
                || question.wanted() == Wanted.DEFAULT
                || question.wanted() == Wanted.DESCRIPTION;
        String pattern = plain(Question.pattern(question.subject()));
        boolean phrase = question.subject().contains(" ") && question.wanted() == Wanted.DEFAULT;
        return question.subject().isEmpty() || !named
                ? List.of()
                : phrase ? List.of(pattern, "default[\\s_-]+" + pattern) : List.of(pattern);
    }

    /** Java's quotation of a regular expression as Python reads it. */
    static String plain(String pattern) {
        Matcher quoted = Pattern.compile("\\\\Q(.*?)\\\\E").matcher(pattern);
        return quoted.replaceAll(
                match -> Matcher.quoteReplacement(match.group(1).replaceAll("([^\\w\\s])", "\\\\$1")));
    }

    private List<String> queries() {
        String terms = String.join(" ", words());
        String aimed = (question.kind() + " " + terms + AIMS.getOrDefault(question.wanted(), "")).strip();
        return Stream.of(aimed, question.text())
                .filter(query -> !query.isBlank())
                .distinct()
                .toList();
    }

    /** For a question after a name: the words of its description, each with its kin. */
    private String stems() {
        if (question.wanted() != Wanted.NAME && question.wanted() != Wanted.QUANTITY) {
            return "[]";
        }
        return question.terms().stream()
                .filter(term -> term.weight() >= 1 && !QuantityReader.isBound(term))
                .map(term -> Quoted.of(term.alternatives()))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private List<String> places() {
        return AcronymReader.isAsked(question) ? AcronymReader.places(question.subject()) : List.of();
    }

    private List<String> words() {
        return question.terms().stream()
                .map(term -> term.word().toLowerCase(Locale.ROOT))
                .toList();
    }
}
