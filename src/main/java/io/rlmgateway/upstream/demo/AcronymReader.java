package io.rlmgateway.upstream.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers what letters stand for: the words beside them whose initials they are. */
final class AcronymReader {

    private static final Pattern ASKED =
            Pattern.compile("(?is).*\\b(?:stands? for|short for|acronym|abbreviat\\w+|spelled out)\\b.*");
    private static final String SMALL = "(?i)(?:the|an?|of|for|and|in|on|to|or)";
    private static final int MOST_WORDS = 9;

    private final String letters;

    private AcronymReader(String letters) {
        this.letters = letters;
    }

    /** {@return whether the question asks what letters stand for} */
    static boolean isAsked(Question question) {
        return ASKED.matcher(question.text()).matches() && question.subject().matches("\\p{Lu}[\\p{L}\\p{N}]{1,9}");
    }

    /** {@return regular expressions of places that may tell it, for the cells} */
    static List<String> places(String letters) {
        return List.of(
                "(?<!\\w)" + letters + "\\s+(?:stands\\s+for|is\\s+short\\s+for|\\()", "\\(" + letters + "s?\\)");
    }

    static Reading read(Question question, String text) {
        return new AcronymReader(question.subject()).in(Prose.flat(text));
    }

    private Reading in(String text) {
        Matcher said = Pattern.compile(
                        "\\b" + letters
                                + " (?:stands for|is short for|is an? (?:acronym|abbreviation) (?:for|of)) (?<v>[^.;:()]{3,80})")
                .matcher(text);
        if (said.find()) {
            return Reading.of(said.group("v"), said.group(), 0.98);
        }
        Reading best = Reading.NOTHING;
        Matcher mention = Pattern.compile("(?<!\\w)" + letters + "(?!\\w)").matcher(text);
        while (mention.find()) {
            best = best.or(after(text, mention)).or(before(text, mention));
        }
        return best;
    }

    /** The words after the letters, as in "NASA (National …)". */
    private Reading after(String text, Matcher mention) {
        String rest = text.substring(mention.end(), Math.min(text.length(), mention.end() + 150));
        boolean bracket = rest.matches("\\s*[(—–:-].*");
        List<String> words = words(rest);
        for (int end = 2; end <= Math.min(MOST_WORDS, words.size()); end++) {
            if (spell(words.subList(0, end))) {
                String value = String.join(" ", words.subList(0, end));
                return Reading.of(value, mention.group() + ": " + value, bracket ? 0.96 : 0.9);
            }
        }
        return Reading.NOTHING;
    }

    /** The words before the letters, as in "National … (NASA)". */
    private Reading before(String text, Matcher mention) {
        String lead = text.substring(Math.max(0, mention.start() - 150), mention.start());
        if (!lead.endsWith("(")) {
            return Reading.NOTHING;
        }
        List<String> words = words(lead);
        for (int count = 2; count <= Math.min(MOST_WORDS, words.size()); count++) {
            List<String> last = words.subList(words.size() - count, words.size());
            if (spell(last)) {
                String value = String.join(" ", last);
                return Reading.of(value, value + " (" + mention.group() + ")", 0.95);
            }
        }
        return Reading.NOTHING;
    }

    private static List<String> words(String text) {
        return new ArrayList<>(Arrays.stream(text.split("\\s+", -1))
                .map(word -> word.replaceAll("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$", ""))
                .filter(word -> !word.isEmpty())
                .toList());
    }

    private boolean spell(List<String> words) {
        List<String> large = words.stream().filter(word -> !word.matches(SMALL)).toList();
        return initials(words).equalsIgnoreCase(letters)
                || (!words.getFirst().matches(SMALL)
                        && !words.getLast().matches(SMALL)
                        && initials(large).equalsIgnoreCase(letters));
    }

    private static String initials(List<String> words) {
        StringBuilder initials = new StringBuilder();
        for (String word : words) {
            for (String part : word.split("[-/]", -1)) {
                initials.append(part, 0, Math.min(1, part.length()));
            }
        }
        return initials.toString().toUpperCase(Locale.ROOT);
    }
}
