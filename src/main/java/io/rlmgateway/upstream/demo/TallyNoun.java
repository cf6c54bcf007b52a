package io.rlmgateway.upstream.demo;

import io.rlmgateway.upstream.demo.Tally.Want;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the noun of what a question counts, lists or looks for. */
final class TallyNoun {

    /** Words that name no thing of the text's world. */
    static final Pattern UNIT = Pattern.compile(
            "(?i)lines?|rows?|records?|entries|entry|sentences?|paragraphs?|times|occurrences?|word|term|string|phrase|mention\\w*|contain\\w*|appear\\w*|occur\\w*|total|altogether|together|number|count|counted|list|all|include\\w*|there|every|enumerate|names?|different|distinct|unique|start|match\\w*|something|anything|anyone|sum|overall|combined|amount|everyone|everything|things?|each|after|before|since|until|address\\w*");

    static final Pattern SHAPE = Pattern.compile("(?i)\\b(?:(IP)s?|e-?mails?)(?: address(?:es)?)?(?!\\w)");
    private static final Pattern ADJECTIVE =
            Pattern.compile("(?i)different|distinct|unique|of|the|all|names?|every|such|total");
    private static final Pattern PLURAL =
            Pattern.compile("(?i)(?!\\p{L}+(?:us|is)$)(?:\\p{L}+[^s\\W]s|people|men|women|children|data)");
    private static final int MOST_WORDS_BEFORE = 3;

    private TallyNoun() {}

    /** {@return the noun as it is written; empty when there is none} */
    static String of(Want want, String question) {
        return switch (want) {
            case COUNT, LIST -> shaped(question);
            case SUM -> plural(question.replaceFirst("(?is)^.*?\\b(?:all|of)\\s+", ""));
            case RECORD -> group(TallyWant.RECORD, question, "kind");
            case FIELD -> group(TallyWant.FIELD, question, "field");
            case MOST -> group(TallyWant.MOST, question, "counted");
            case EXTENT -> group(TallyWant.EXTENT, TallyWant.withoutContainer(question), "unit");
            case NOTHING, WHO, TIMES, EVERYBODY -> "";
        };
    }

    /** {@return a group of the pattern, empty when it takes no part} */
    static String group(Pattern pattern, String question, String group) {
        Matcher matcher = pattern.matcher(question);
        return matcher.matches() && matcher.group(group) != null ? matcher.group(group) : "";
    }

    private static String shaped(String question) {
        Matcher shape = SHAPE.matcher(question);
        if (shape.find()) {
            return shape.group(1) == null ? "email" : "ip";
        }
        Matcher many = TallyWant.HOW_MANY.matcher(question);
        if (many.matches()) {
            return plural(many.group("rest"));
        }
        Matcher list = TallyWant.LIST.matcher(question);
        boolean told = list.matches() && list.group("told") != null;
        return plural(told ? list.group("rest") : question.replaceFirst("(?i)^\\W*(?:which|what)\\s+", ""));
    }

    /** The first plural stands for what is counted; words before it narrow it. */
    private static String plural(String rest) {
        int before = 0;
        for (String token : Words.tokens(rest)) {
            boolean adjective = ADJECTIVE.matcher(token).matches();
            if (!adjective && PLURAL.matcher(token).matches()) {
                return UNIT.matcher(token).matches() ? "" : token;
            }
            before += adjective ? 0 : 1;
            if (before > MOST_WORDS_BEFORE) {
                break;
            }
        }
        return "";
    }
}
