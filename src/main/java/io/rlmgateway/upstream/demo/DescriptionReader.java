package io.rlmgateway.upstream.demo;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers what something is or does. */
final class DescriptionReader {

    private static final int SHORT = 70;
    private static final String ARTICLE = "(?is)\\s+(?:\\w+ly\\s+)?(?:an?|the|one|any|some)\\b.*";
    private static final String SAYS_NOTHING =
            "(?i)(?:note|see|per-table value|same as|like|example|finally|however|but|also|then|therefore|thus|so|and|or|it|which|defined in)\\b.*";
    private static final String TOLD =
            "(?is)\\s+(?:\\w+ly\\s+)?(?:not|only|also|no longer|now|often|usually|currently|used|set|run|called|available|ignored|required|deprecated|similar|recommended|always|never|safe|active|mounted)\\b.*";
    private static final double FADE = 0.97;
    private static final String VERB =
            "(?:is|are|was|were|can|will|may|means|has|have|does|lets|(?:\\w+ly\\s+)?[a-z]{2,}(?:s|es))\\b";

    private final Question question;
    private final Pattern opening;
    private final Pattern name;

    private DescriptionReader(Question question) {
        this.question = question;
        String name = Question.pattern(question.subject());
        this.name = Pattern.compile("(?i)(?<![\\w-])" + name + "(?![\\w-])");
        boolean letterCase = question.subject().matches(".*[A-Z].*");
        this.opening = Pattern.compile((letterCase ? "" : "(?i)")
                + "^\\W*(?:(?i:the|an?|each|every)\\s+)?(?:(?i:function|parameter|setting|command|option|file|value|variable|utility|program)\\s+)?[`*\"'“]*"
                + name
                + "(?:\\(\\))?[`*\"'”]*(?:\\s+(?i:command|function|parameter|setting|option|clause|statement|form|file|method|variable|control|utility|program|system|module|variant|mode|sysctl))?(?:,[^,]+,|\\s+\\([^)]*\\))?\\s+"
                + VERB);
    }

    static Reading read(Question question, String text) {
        if (AcronymReader.isAsked(question)) {
            return AcronymReader.read(question, text);
        }
        if (question.subject().isEmpty()) {
            return SentenceReader.read(question, text);
        }
        DescriptionReader reader = new DescriptionReader(question);
        Reading best = reader.fromSentences(Prose.sentences(text));
        for (Entry entry : Entries.about(question.subject(), text)) {
            best = best.or(reader.fromEntry(entry));
        }
        boolean phrase = question.subject().contains(" ");
        return phrase && best.score() == 0 ? SentenceReader.read(question, text).times(0.6) : best;
    }

    private Reading fromEntry(Entry entry) {
        List<Sentence> sentences = entry.sentences().stream()
                .filter(sentence -> isProse(sentence.text()))
                .toList();
        if (sentences.isEmpty()) {
            return Reading.NOTHING;
        }
        int at = sentences.size() > 1 && sentences.getFirst().text().matches(SAYS_NOTHING) ? 1 : 0;
        String first = sentences.get(at).text();
        boolean more = sentences.size() > at + 1
                && first.length() < SHORT
                && sentences.get(at + 1).before().endsWith(first);
        String answer = more ? first + " " + sentences.get(at + 1).text() : first;
        String quote = entry.heading().contains(answer) ? entry.heading() : entry.heading() + ": " + answer;
        double english = Words.isEnglish(answer) ? 1 : 0.5;
        return Reading.of(answer, quote, 0.98 * entry.form().certainty() * english * telling(entry, first));
    }

    /** How much the first sentence of an entry tells of its subject. */
    private double telling(Entry entry, String first) {
        double worth = first.length() < 12 ? 0.5 : 1;
        boolean other = isOfOther(entry.heading(), first);
        if (other || first.matches(SAYS_NOTHING)) {
            return 0.6 * worth;
        }
        // a section may begin with anything
        boolean loose =
                entry.form() == Entry.Form.SECTION && !opening.matcher(first).find();
        return loose ? 0.9 * worth : worth;
    }

    /** Below a heading of several names, a sentence may be about another one of them. */
    private boolean isOfOther(String heading, String first) {
        String names = heading.replaceAll("\\(.*", "");
        return names.matches(".*(?:,|\\band\\b).*")
                && !name.matcher(first).find()
                && Words.tokens(names).stream()
                        .anyMatch(other ->
                                other.length() > 3 && Words.tokens(first).contains(other));
    }

    private static boolean isProse(String text) {
        return text.matches("(?s).*\\p{L}{2,}\\s+\\S*\\p{L}{2,}.*")
                && !text.matches("(?s)\\s*(?:→|->|\\$|#|Prev\\b|Next\\b|\\.\\.).*")
                && !text.matches("[\\w.]+\\s*\\(.*\\)\\s*(?:→.*)?")
                && !text.matches("[^(]*\\).*")
                && Words.tokens(text).size() > 2;
    }

    private Reading fromSentences(List<Sentence> sentences) {
        Reading best = Reading.NOTHING;
        double fade = 1;
        for (Sentence sentence : sentences.stream()
                .filter(sentence -> Words.isEnglish(sentence.text()))
                .toList()) {
            Matcher matcher = opening.matcher(sentence.text());
            if (matcher.find()) {
                double worth = worth(matcher.group(), sentence.text());
                best = best.or(Reading.of(sentence.text(), sentence.text(), worth * fade));
                fade *= FADE;
            } else {
                best = best.or(mention(sentence));
            }
        }
        return best;
    }

    /** A full sentence that begins with the subject and says what it does beats one that says what was done to it. */
    private double worth(String opening, String sentence) {
        if (sentence.length() < 35 || !sentence.matches(".*[.:!?)]")) {
            return 0.6;
        }
        if (opening.matches(
                "(?is).*\\b(?:was|were|has|have|will|may|can|had|requires|needs|takes|belongs|comes|appears)")) {
            return 0.72;
        }
        boolean definition = !question.text().matches("(?is)\\W*what(?:\\s+is|\\s+are|'s)\\b.*")
                || opening.matches("(?is).*\\b(?:is|are|means)");
        if (!definition) {
            return 0.8;
        }
        String rest = sentence.substring(Math.min(sentence.length(), opening.length()));
        boolean told = rest.matches(TOLD);
        boolean plain = rest.matches(ARTICLE) || !opening.matches("(?is).*\\b(?:is|are)");
        return told ? 0.74 : plain ? 0.94 : 0.86;
    }

    private Reading mention(Sentence sentence) {
        boolean named = question.namesSubject() || !question.text().matches("(?is)\\W*what(?:\\s+is|\\s+are|'s)\\b.*");
        Pattern exact = Pattern.compile("(?<![\\w-])" + Question.pattern(question.subject()) + "(?![\\w-])");
        boolean said = exact.matcher(sentence.text()).find()
                && sentence.text().length() > 50
                && sentence.text().endsWith(".");
        return said ? Reading.of(sentence.text(), sentence.text(), named ? 0.52 : 0.42) : Reading.NOTHING;
    }
}
