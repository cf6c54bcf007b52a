package io.rlmgateway.upstream.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How to count or list over a whole text. Patterns are regular expressions of Python, to be met whatever the case.
 *
 * @param want {@code count}, {@code list}, {@code times}, or empty when the question is none of these
 * @param firm whether the question asks for text ("how many lines mention") and not for what it tells
 * @param lines whether lines are counted; else lines or sentences
 * @param must patterns that all have to be met
 * @param may patterns that narrow further where they are met at all
 * @param noun pattern of the things counted, empty when a line is what is counted
 */
record Tally(String want, boolean firm, boolean lines, List<String> must, List<String> may, String noun) {

    private static final Pattern QUOTED = Pattern.compile("[\"“”`']([^\"“”`']+)[\"“”`'](?!\\w)");
    private static final Pattern FIRM = Pattern.compile(
            "(?is).*\\b(?:lines?|entries|entry|rows?|records?|sentences?|paragraphs?)\\b.*\\b(?:mention|contain|include|hold|say|have|has|with|start|that|which|where|are)\\w*\\b.*");
    private static final Pattern TIMES = Pattern.compile(
            "(?is).*\\bhow (?:many times|often)\\b.*\\b(?:occur|appear|mention|used|found|stand|word|contain)\\w*.*");
    private static final Pattern COUNT = Pattern.compile(
            "(?is).*\\b(?:how many\\s+(?<noun>[\\p{L}-]+)\\b.*\\b(?:did|were|was|had|mention\\w*|contain\\w*|appear\\w*|are there|in total|altogether)\\b|count\\s+(?:the |all |of )*(?<counted>[\\p{L}-]+)|number of\\s+(?<numbered>[\\p{L}-]+)\\s+(?:that|which|with|by|placed|who)).*");
    private static final Pattern LIST = Pattern.compile(
            "(?is)\\W*(?:please\\s+)?(?:list|enumerate|name all|give (?:me )?(?:all|a list)|show (?:me )?(?:all|every)|find (?:all|every)|what are all|(?:which|what)\\s+(?:\\p{L}+s|people)\\s+(?:\\p{L}+ed|bought|have|has|had|were|did|are|mention|contain|appear|belong|went|got|made|took|sold|sent|came|cost)\\b|which lines).*");
    private static final Pattern BOUND =
            Pattern.compile("(?is).*\\b(?:can|may|maximum|minimum|at most|default|allowed|limit)\\b.*");
    private static final Pattern UNIT = Pattern.compile(
            "(?i)lines?|entries|entry|rows?|records?|sentences?|paragraphs?|times|occurrences?|word|term|string|phrase|mention\\w*|contain\\w*|appear\\w*|occur\\w*|total|altogether|number|count|list|all|include\\w*|there|every|enumerate|people|names?|different|distinct|start|match\\w*");

    static Tally of(String question) {
        String want = want(question);
        if (want.isEmpty()) {
            return new Tally("", false, false, List.of(), List.of(), "");
        }
        boolean firm = FIRM.matcher(question).matches() || want.equals("times");
        boolean lines = question.matches("(?is).*\\b(?:lines?|rows?|records?|entries)\\b.*");
        List<String> must = new ArrayList<>();
        String rest = quoted(question, must);
        List<String> may = new ArrayList<>();
        words(rest, must, may);
        if (must.isEmpty() || firm) {
            must.addAll(may);
            may.clear();
        }
        return must.isEmpty()
                ? new Tally("", false, false, List.of(), List.of(), "")
                : new Tally(want, firm, lines, must, may, firm ? "" : noun(question));
    }

    private static String want(String question) {
        if (TIMES.matcher(question).matches()) {
            return "times";
        }
        if (COUNT.matcher(question).matches()
                && (FIRM.matcher(question).matches() || !BOUND.matcher(question).matches())) {
            return "count";
        }
        return LIST.matcher(question).matches() && !BOUND.matcher(question).matches() ? "list" : "";
    }

    private static String quoted(String question, List<String> must) {
        Matcher matcher = QUOTED.matcher(question);
        while (matcher.find()) {
            must.add(Task.plain(Pattern.quote(matcher.group(1).strip())));
        }
        return must.isEmpty() ? question : matcher.replaceAll(" ");
    }

    private static void words(String text, List<String> must, List<String> may) {
        boolean first = true;
        for (String token : Words.tokens(text)) {
            boolean opening = first && !Words.isIdentifier(token);
            boolean skipped =
                    opening || Words.isStop(token) || UNIT.matcher(token).matches();
            first = false;
            if (!skipped) {
                boolean proper = Words.isIdentifier(token)
                        || Character.isUpperCase(token.charAt(0))
                        || Character.isDigit(token.charAt(0));
                String exact = Task.plain(Pattern.quote(token));
                (proper ? must : may)
                        .add(
                                proper
                                        ? "(?<!\\w)" + exact + "(?!\\w)"
                                        : "\\b" + Task.plain(Pattern.quote(Words.stem(token))));
            }
        }
    }

    private static String noun(String question) {
        Matcher matcher = COUNT.matcher(question);
        String noun = matcher.matches() && matcher.group("noun") != null ? matcher.group("noun") : "";
        return noun.isEmpty() || UNIT.matcher(noun).matches()
                ? ""
                : "\\b" + Task.plain(Pattern.quote(Words.stem(noun))) + "\\w*";
    }

    /** {@return the items of a Python dict} */
    String literal() {
        return "\"want\": " + Quoted.of(want) + ", \"firm\": " + (firm ? "True" : "False") + ", \"lines\": "
                + (lines ? "True" : "False") + ", \"must\": " + Quoted.of(must) + ", \"may\": " + Quoted.of(may)
                + ", \"noun\": " + Quoted.of(noun);
    }
}
