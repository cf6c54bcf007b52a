package io.rlmgateway.upstream.demo;

import io.rlmgateway.upstream.demo.Tally.Want;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells which questions need the whole text, and what they want of it. */
final class TallyWant {

    private static final String CONTAINER =
            "(?:text|handbook|document|documents|book|log|logs|file|files|novel|report|story|data|manual|list|table|catalog|catalogue|corpus|archive|collection)";
    static final Pattern HOW_MANY = Pattern.compile(
            "(?is)(?<before>.*?)\\b(?:how many|count(?: of)?(?: all)?(?: the)?|(?:total )?number of)\\s+(?<rest>.+)");
    static final Pattern LIST = Pattern.compile(
            "(?is)\\W*(?:please\\s+)?(?:(?<told>list|enumerate|name all|name the|name every|give (?:me )?(?:all|a list)|show (?:me )?(?:all|every)|find (?:all|every)|what are (?:all|the names))|(?:which|what)\\s+(?:[\\p{L}-]+\\s+){0,2}?(?!(?:was|is|does|has)\\b)(?:\\p{L}+s|people|men|women|children)\\s+(?:\\p{L}+ed|bought|have|has|had|were|did|are|mention|contain|appear|belong|went|got|made|took|sold|sent|came|cost|wrote|need|require|own|lie|live|work|lost|won|paid|kept|built|found|held|saw|met)\\b|which lines)(?<rest>.*)");
    /** A singular with its verb, "which view shows held locks", asks for one name. */
    private static final Pattern ONE =
            Pattern.compile("(?is)\\W*(?:which|what)\\s+(?:" + QuestionReader.KINDS + ")\\s+\\p{L}+s\\b.*");

    static final Pattern RECORD = Pattern.compile(
            "(?is)\\W*(?<ask>who|to whom|whom|when)\\b.*?\\b(?<kind>\\p{L}{3,})\\s+(?:no\\.?\\s*|number\\s+|#)?(?<id>\\d[\\w-]*)(?!\\w)(?!\\.\\d).*");
    static final Pattern FIELD = Pattern.compile(
            "(?s)\\W*(?:What|what|Which|which|Who|who) (?:is|was|are|were) the (?<field>[\\p{Ll}]+)(?: \\p{Ll}+)? (?:of|for) (?<of>.*\\p{Lu}.*)");
    static final Pattern EXTENT = Pattern.compile(
            "(?is)\\W*(?:how many|what is the (?:total )?number of)\\s+(?<unit>lines|words|characters|paragraphs)\\s*(?:are there|in total|altogether|is|long|\\s)*\\W*");
    static final Pattern MOST = Pattern.compile(
            "(?is)\\W*(?:who|which (?<kind>\\p{L}+))\\s+.*\\b(?<sign>most|fewest)\\s+(?<counted>\\p{L}+)\\b.*");
    private static final Pattern CONTAINING =
            Pattern.compile("(?i)\\b(?:does|do|did|is|are)\\s+(?:the|this|these)\\s+(?:\\w+\\s+)?" + CONTAINER
                    + "\\s+(?:have|has|name|mention|contain|list|describe|include|hold|know|speak of|tell of)?|\\b(?:in|of|from|throughout|by)\\s+(?:the|this|these|all)?\\s*(?:whole |entire )?"
                    + CONTAINER + "\\b|\\bthe\\s+" + CONTAINER + "\\b");
    private static final Pattern FIRM = Pattern.compile(
            "(?is).*\\b(?:lines?|entries|entry|rows?|sentences?|paragraphs?)\\b.*\\b(?:mention|contain|include|hold|say|have|has|with|start|that|which|where|are)\\w*\\b.*");
    private static final Pattern TIMES = Pattern.compile(
            "(?is).*\\bhow (?:many times|often)\\b.*\\b(?:occur|appear|mention|used|found|stand|word|contain)\\w*.*");
    private static final Pattern LOOK_UP = Pattern.compile(
            "(?is).*\\b(?:for|at|in|within|after|to|on|by|how)\\s+how many\\b.*|.*\\bhow many\\s+\\w+\\s+(?:long|wide|high|tall|deep|old|away|heavy|large|big)\\b.*");
    private static final Pattern STATED = Pattern.compile(
            "(?is).*\\bhow many\\s+(?:[\\w-]+\\s+){1,3}?(?:is|can|may|could|should|will|would|must|(?:does|do)(?!\\s+(?:the|this|these)\\s+(?:\\w+\\s+)?"
                    + CONTAINER + "\\b))\\b.*");
    private static final Pattern BOUND =
            Pattern.compile("(?is).*\\b(?:can|may|maximum|minimum|at most|default|allowed|limit)\\b.*");
    private static final Pattern WHO = Pattern.compile("(?is)\\W*who\\s+(?:else\\s+)?(?<deed>[\\p{L}]+)\\b.*");
    private static final Pattern SUM = Pattern.compile(
            "(?is).*\\b(?:total (?!number)|sum of|combined|(?:how much)\\b.*\\b(?:in total|altogether|together|overall|spend|spent)\\b).*");

    private TallyWant() {}

    /** {@return what is asked for, by the question's words alone} */
    static Want of(String question) {
        if (TIMES.matcher(question).matches()) {
            return Want.TIMES;
        }
        if (EXTENT.matcher(withoutContainer(question)).matches()) {
            return Want.EXTENT;
        }
        if (MOST.matcher(question).matches()) {
            return Want.MOST;
        }
        return RECORD.matcher(question).matches() ? Want.RECORD : ofMany(question);
    }

    private static Want ofMany(String question) {
        boolean bound = BOUND.matcher(question).matches();
        if (!bound && SUM.matcher(question).matches()) {
            return Want.SUM;
        }
        if (isCount(question, bound)) {
            return Want.COUNT;
        }
        return !bound
                        && LIST.matcher(question).matches()
                        && !ONE.matcher(question).matches()
                ? Want.LIST
                : ofOne(question);
    }

    private static Want ofOne(String question) {
        if (FIELD.matcher(question).matches()) {
            return Want.FIELD;
        }
        Matcher who = WHO.matcher(question);
        return who.matches() && Patterns.isDeed(Words.lower(who.group("deed"))) ? Want.WHO : Want.NOTHING;
    }

    private static boolean isCount(String question, boolean bound) {
        if (!HOW_MANY.matcher(question).matches() || LOOK_UP.matcher(question).matches()) {
            return false;
        }
        return FIRM.matcher(question).matches()
                || (!bound && !STATED.matcher(question).matches());
    }

    /** {@return whether the question asks for lines, sentences or words as they stand} */
    static boolean isFirm(String question) {
        return FIRM.matcher(question).matches() || TIMES.matcher(question).matches();
    }

    /** {@return the question without "in the text" and the like} */
    static String withoutContainer(String question) {
        return CONTAINING.matcher(question).replaceAll(" ");
    }
}
