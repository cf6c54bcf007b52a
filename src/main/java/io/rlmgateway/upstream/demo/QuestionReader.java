package io.rlmgateway.upstream.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Understands one question by its words. */
final class QuestionReader {

    /** The kinds of things that have names in texts about programs. */
    static final String KINDS = "command|statement|function|parameter|setting|option|variable|view|catalog|tool|utility"
            + "|program|application|data type|type|operator|sysctl|file|method|flag|switch|keyword|clause|module|extension|tunable"
            + "|knob|driver|field|attribute|syscall|system call|directory|role|privilege|signal|macro|ioctl|interface|format";

    private static final Pattern NAME =
            Pattern.compile("(?is)\\b(?:(?:which|what)\\s+(?:(?!is|are|do|does|did|was)[\\w/-]+\\s+){0,3}?(?<asked>"
                    + KINDS + ")s?\\s+(?!of\\b|has\\b|have\\b)\\w+"
                    + "|(?:what|which)(?:\\s+is|'s|\\s+are)\\s+the\\s+(?:name\\s+of\\s+the\\s+)?(?:(?!default|max|min)\\w+\\s+)?(?<named>"
                    + KINDS
                    + ")s?\\s+(?:that|which|to|for|used|by which)\\b"
                    + "|name\\s+(?:the|an?)\\s+(?:\\w+\\s+)?(?<told>" + KINDS + ")\\s+(?:that|which|to|for|used)\\b)");
    private static final Pattern HOW_TO =
            Pattern.compile("(?is).*\\b(?:how (?:do|can|would|should) (?:i|you|we|one)|how to)\\b.*");
    private static final Pattern DESCRIPTION = Pattern.compile("(?is)\\s*(?:and |also |then )*(?:"
            + "what\\s+(?:do|does|did|can|will)\\s+(.+?)\\s+(?:do|mean|control|specify|return|represent|describe|stand for|define|determine|contain|compute|set|limit|cause|show|provide)s?"
            + "|what(?:\\s+is|\\s+are|'s)\\s+(?:the\\s+)?(?:purpose|meaning|effect|use|role|function|point)\\s+of\\s+(.+?)"
            + "|what(?:\\s+is|\\s+are|'s)\\s+(.+?)\\s+(?:for|used for|good for|about)"
            + "|(?:please\\s+)?(?:explain|describe|define)\\s+(.+?)"
            + "|what(?:\\s+is|\\s+are|'s)\\s+(?:an?\\s+|the\\s+)?([\\w.`'\"$/ -]+?))\\s*[?.!]*\\s*");
    private static final Pattern QUANTITY = Pattern.compile(
            "(?is).*\\b(?:how (?:many|much|long|often|large|big|wide|deep|high|fast|old|far|small|short|tall)"
                    + "|maximum|minimum|max|min|largest|smallest|longest|shortest|highest|lowest|upper limit|lower limit|limit on|number of|size of|length of"
                    + "|percentage|what port|which port|port number)\\b.*");
    private static final Pattern AFTER_DEFAULT = Pattern.compile(
            "(?is)\\bdefaults?(?:\\s+(?:value|setting|level|size))?s?\\s+(?:of|for)\\s+(?:the\\s+)?(.+)");
    private static final Pattern BEFORE_DEFAULT = Pattern.compile(
            "(?is)(?:what|which)\\s+(?:is|does|are|'s)?\\s*(?:the\\s+)?(.+?)(?:'s)?\\s+(?:by\\s+default|default(?:s)?(?:\\s+(?:to|value|setting))?)\\b.*");
    private static final Pattern NOUN = Pattern.compile(
            "(?is)^\\W*(?:what|which)\\s+((?!is\\b|are\\b|does\\b|do\\b)[\\w-]+(?:\\s+(?!is\\b|are\\b|does\\b|do\\b)[\\w-]+)?)\\s+(?:does|do|is|are|will|has)\\b.*\\bdefault");
    private static final Pattern STATE = Pattern.compile(
            "(?is)^\\W*(?:is|are|does|do)\\s+(?:the\\s+)?(.+?)\\s+(?:(?:turned |switched )?(?:on|off)|enabled|disabled|active|running|run|used|set\\b.*)\\s+by\\s+default\\b");
    private static final Pattern DEFAULT_NAME = Pattern.compile("(?is).*\\bdefault\\s+(?:value\\s+|setting\\s+)?(.+)");
    private static final Set<String> WEAK = Stream.of(
                    "default",
                    "defaults",
                    "parameter",
                    "setting",
                    "configuration",
                    "option",
                    "sysctl",
                    "tunable",
                    "kernel",
                    "value",
                    "number",
                    "name",
                    "mean",
                    "meaning",
                    "purpose",
                    "work",
                    "happen",
                    "allow",
                    "allowed",
                    "possible",
                    "set",
                    "function",
                    "command",
                    "variable",
                    "system",
                    "server",
                    "kind",
                    "type",
                    "return",
                    "control",
                    "show",
                    "run",
                    "exist",
                    "want",
                    "need",
                    "configure",
                    "time",
                    "compute",
                    "calculate",
                    "perform",
                    "make",
                    "provide")
            .map(Words::stem)
            .collect(Collectors.toSet());

    private final String text;

    private QuestionReader(String text) {
        this.text = text;
    }

    static Question read(String text) {
        return new QuestionReader(text.strip()).question();
    }

    private Question question() {
        Wanted wanted = wanted();
        Matcher name = NAME.matcher(text);
        String kind = wanted == Wanted.NAME && name.find() ? kindOf(name) : "";
        String subject = subject(wanted);
        return new Question(text, wanted, subject, kind, terms(wanted, kind));
    }

    private static String kindOf(Matcher name) {
        return Stream.of("asked", "named", "told")
                .map(name::group)
                .filter(Objects::nonNull)
                .map(Words::lower)
                .findFirst()
                .orElse("");
    }

    private Wanted wanted() {
        if (NAME.matcher(text).find()) {
            return Wanted.NAME;
        }
        if (text.matches("(?is).*\\bdefaults?\\b.*") && !isDefaultOfQuantity()) {
            return Wanted.DEFAULT;
        }
        if (QUANTITY.matcher(text).matches()) {
            return Wanted.QUANTITY;
        }
        if (HOW_TO.matcher(text).matches()) {
            return Wanted.NAME;
        }
        Matcher description = DESCRIPTION.matcher(text);
        if (description.matches() && !described(description).isEmpty()) {
            return Wanted.DESCRIPTION;
        }
        return byQuestionWord();
    }

    /** "How many connections are allowed by default" names no setting: its words must be found in a sentence. */
    private boolean isDefaultOfQuantity() {
        return text.matches("(?is).*\\bhow (?:many|much|long|often|large|big)\\b.*")
                && identifiers().isEmpty();
    }

    private Wanted byQuestionWord() {
        Map<String, Wanted> words =
                Map.of("who", Wanted.PERSON, "whom", Wanted.PERSON, "when", Wanted.TIME, "where", Wanted.PLACE);
        String first = Words.lower(text.replaceAll("(?is)^(?:and|also|then|please)\\s+", ""))
                .split("\\W+", 2)[0];
        return words.getOrDefault(first, Wanted.FACT);
    }

    private String described(Matcher description) {
        for (int group = 1; group <= description.groupCount(); group++) {
            if (description.group(group) != null) {
                String phrase = phrase(description.group(group));
                boolean attribute = group == description.groupCount()
                        && description.group(group).matches("(?is).+\\s(?:of|in|at|to|for|between|on)\\s.+");
                return attribute ? "" : phrase;
            }
        }
        return "";
    }

    private String subject(Wanted wanted) {
        if (wanted == Wanted.DESCRIPTION) {
            Matcher description = DESCRIPTION.matcher(text);
            String phrase = description.matches() ? described(description) : "";
            List<String> names = identifiers();
            return names.size() == 1 && !phrase.contains(" ") ? names.getFirst() : phrase;
        }
        List<String> names = identifiers();
        if (!names.isEmpty()) {
            return names.getFirst();
        }
        return wanted == Wanted.DEFAULT ? defaultSubject() : "";
    }

    private String defaultSubject() {
        for (Pattern pattern : List.of(AFTER_DEFAULT, NOUN, BEFORE_DEFAULT, STATE, DEFAULT_NAME)) {
            Matcher matcher = pattern.matcher(text);
            if (matcher.find()) {
                String phrase = phrase(matcher.group(1));
                if (!phrase.isEmpty() && !Words.isStop(phrase)) {
                    return phrase;
                }
            }
        }
        return "";
    }

    /** Takes off articles, quotes, the kind of thing and where it is. */
    private static String phrase(String words) {
        String phrase = words.strip().replaceAll("[?!.,;:]+$", "").replaceAll("[`'\"“”‘’]", "");
        phrase = phrase.replaceFirst("(?i)^(?:(?:the|an?|value|values|meaning|of|for)\\s+)+", "");
        phrase = phrase.replaceFirst("(?is)^(?:\\w+\\s+)?(?:" + KINDS + ")s?\\s+(?=\\S)", "");
        phrase = phrase.replaceFirst(
                "(?is)\\s+(?:in|on|of|for|when|if|as|according|by|under|within|inside|and)\\s.*$", "");
        phrase = phrase.replaceFirst(
                "(?is)\\s+(?:configuration\\s+|kernel\\s+|server\\s+|boot\\s+|module\\s+|run-?time\\s+)?(?:" + KINDS
                        + "|value)s?$",
                "");
        return phrase.replaceFirst("\\(\\s*\\)$", "").strip();
    }

    private List<String> identifiers() {
        return Words.tokens(text).stream().filter(Words::isIdentifier).toList();
    }

    private List<Term> terms(Wanted wanted, String kind) {
        List<Term> terms = new ArrayList<>();
        boolean first = true;
        for (String token : Words.tokens(text)) {
            String word = first && !Words.isIdentifier(token) ? Words.lower(token) : token;
            first = false;
            boolean isDefault = wanted == Wanted.DEFAULT && word.matches("(?i)defaults?");
            Term term = weighed(word);
            boolean known = terms.stream().anyMatch(other -> other.stem().equals(term.stem()));
            if (!known && !isDefault && !Words.isStop(word) && !isKind(word, kind)) {
                terms.add(term);
            }
        }
        return withMeasure(terms);
    }

    private Term weighed(String word) {
        Term term = Term.of(word);
        boolean weak = isMeasure(word) || WEAK.contains(term.stem()) || word.matches("\\p{Ll}{3,}ly");
        return weak ? new Term(word, term.stem(), 0.3) : term;
    }

    /** "How wide" is answered by a number of characters, whether the text says "wide" or not. */
    private boolean isMeasure(String word) {
        return text.matches("(?is).*\\bhow " + Pattern.quote(word) + "\\b.*");
    }

    private static boolean isKind(String word, String kind) {
        return !kind.isEmpty() && Words.stem(word).equals(Words.stem(kind));
    }

    /** "How long" asks for a length, "how large" for a size: the adjective is no stop word there. */
    private List<Term> withMeasure(List<Term> terms) {
        Matcher measure = Pattern.compile("(?is)\\bhow (long|large|big|wide|deep|high)\\b(?=\\s+(?:can|may|is|are)\\b)")
                .matcher(text);
        if (measure.find()) {
            Term adjective = Term.of(Words.lower(measure.group(1)));
            terms.add(new Term(adjective.word(), adjective.stem(), 0.4));
        }
        return terms;
    }
}
