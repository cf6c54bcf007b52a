package io.rlmgateway.upstream.demo;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the value that a sentence names as a default. */
final class DefaultValues {

    private static final String VALUE = "(?<v>(?:[^.;:]|[.:](?=\\S)){1,140}?)"
            + "(?=[.:;]?\\s*$|[.;:]\\s|,\\s(?:which|but|so|meaning|and|if|in which|unless|although|as|i\\.e|with|because|to)\\b|\\s(?:which|but|unless|because|so that|if you|meaning)\\b|\\s[—–]|\\.\\)|\\)\\s*[.,]?\\s*$)";
    private static final String NOUN =
            "(?:\\s+(?:value|setting|size|behaviou?r|mode|level|limit|timeout|interval|number|period|port|state|threshold|is|[\\w-]+))?";

    private static final List<Form> FORMS = List.of(
            form("\\bdefault\\s+value\\s+of\\s+\\S+\\s*=\\s*(?<v>-?\\d[\\w.,]*)", 1),
            form("\\bdefaults?(?:\\s+value)?\\s*(?:[:=]|::|--?)\\s*" + VALUE, 0.98),
            form(
                    "(?<!by )\\bdefault" + NOUN
                            + "(?:\\s+(?:for|of|in)\\s+[^.]{1,70}?)?\\s+(?:is|are|was)\\s+(?:currently\\s+|set\\s+)*(?:to\\s+)?"
                            + VALUE,
                    1),
            form("\\bdefault(?:s|ing|ed)?\\s+to\\s+" + VALUE, 0.97),
            form(
                    "(?<v>(?:[^\\s,]+\\s+){0,3}?[^\\s,]+)\\s*\\((?:this is |which is |the |by |is the )?default(?: value| setting)?(?:[,;][^)]*)?\\)",
                    0.99),
            form("\\((?:the |by |with a )?default(?:s to| is| value|:| value is|=)?:?\\s*(?<v>[^)]{1,80})\\)", 0.99),
            form(
                    "(?<v>(?:[\\w.,%/*+'\"-]+\\s+){0,4}?[\\w.,%/*+'\"-]+)\\s+(?:is|being|as)\\s+(?:also\\s+)?(?:the|its)\\s+default\\b",
                    0.9),
            form("\\b(?:is|are)\\s+(?<v>(?:not\\s+)?(?:turned\\s+)?\\w+)(?:,)?\\s+by\\s+default\\b", 0.9),
            form(
                    "(?<v>-?\\d[\\w.,]*(?:\\s+(?:%|percent|\\w?[bB](?:ytes?)?|\\w*seconds?|minutes?|hours?|days?))?)\\s+by\\s+default\\b",
                    0.93),
            form(
                    "\\bdefault\\s+(?:value\\s+|setting\\s+)?(?:of\\s+)?(?<v>-?\\d[\\w.,]*(?:\\s(?:MB|kB|KB|GB|ms|s|seconds|minutes|bytes|pages|%)(?!\\w))?)",
                    0.85),
            form("\\bby\\s+default,?\\s+(?:it(?:'s| is| will be)|this is|they are)\\s+(?:set to\\s+)?" + VALUE, 0.9),
            form("\\bby\\s+default,?\\s+" + VALUE, 0.6),
            form("(?<v>[\\w.-]+)\\s*\\(default\\b[^)]*\\)", 0.85),
            form("^(?<v>[^.]{1,140}?)\\s+by\\s+default\\b", 0.55));

    /** A way of naming a default. */
    private record Form(Pattern pattern, double strength) {}

    /**
     * A default that a sentence names.
     *
     * @param value its words
     * @param strength how clearly, 0 to 1
     */
    record Found(String value, double strength) {
        static final Found NONE = new Found("", 0);
    }

    private DefaultValues() {}

    private static Form form(String pattern, double strength) {
        return new Form(Pattern.compile("(?i)" + pattern), strength);
    }

    static Found in(String sentence) {
        if (!Words.lower(sentence).contains("default")) {
            return Found.NONE;
        }
        Found best = Found.NONE;
        for (Form form : FORMS) {
            Matcher matcher = form.pattern().matcher(sentence);
            if (matcher.find() && best.strength() < form.strength()) {
                Found found = new Found(clean(matcher.group("v")), form.strength() * plausible(matcher.group("v")));
                best = found.strength() > best.strength() ? found : best;
            }
        }
        return best;
    }

    private static String clean(String value) {
        String clean = value.strip()
                .replaceFirst("(?i)^(?:.*\\b(?:is|of|to|are|value)\\s+)(?=(?:zero|-?\\d|on|off|\\w+)$)", "");
        clean = clean.replaceFirst("(?i)^(?:a |the )?(?:value|setting|is) (?:of )?", "");
        clean = clean.replaceAll("[,;:]+$", "").replaceAll("^[`*“\"']{1,2}([^`*“”\"']+)[`*”\"']{1,2}$", "$1");
        boolean open = clean.indexOf('(') >= 0 && clean.indexOf(')') < 0;
        return open ? clean + ")" : clean.strip();
    }

    /** Values are short, and begin like values do. */
    private static double plausible(String value) {
        String clean = clean(value);
        if (clean.isEmpty()
                || clean.matches("(?i)(?:used|taken|determined|that|the|a|an|is|it|assumed|chosen|applied|from)")) {
            return 0.3;
        }
        if (clean.matches("(?i)(?:used|taken|determined|that|assumed|chosen|applied|the same).*")) {
            return 0.8;
        }
        boolean value1 = clean.matches(
                "(?i)(?:-?\\d.*|typically .*|zero\\b.*|one\\b.*|on\\b.*|off\\b.*|true\\b.*|false\\b.*|\\w+|(?:two|three|four|five|six|ten|no|none|never|disabled|enabled)\\b.*)");
        return value1 ? 1 : clean.length() > 90 ? 0.85 : 0.95;
    }
}
