package io.rlmgateway.upstream.demo;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts the value that was asked for before the sentence that holds it. */
final class Answers {

    private static final Pattern IS = Pattern.compile(
            "(?i)^(?<left>.{3,140}?)\\s+(?:is|are|was|were)\\s+(?:set to\\s+|called\\s+|named\\s+)?(?<right>[^;]{1,90}?)\\s*[.;]?$");
    private static final Pattern FIELD =
            Pattern.compile("^(?<left>[^:=]{3,80}?)\\s*[:=]\\s+(?<right>.{1,90}?)\\s*\\.?$");

    private Answers() {}

    /** {@return the value where the sentence has the form "what was asked is value", else the sentence} */
    static String of(Question question, Sentence sentence) {
        if (question.wanted() == Wanted.QUANTITY || question.wanted() == Wanted.FACT) {
            for (Pattern pattern : new Pattern[] {IS, FIELD}) {
                Matcher matcher = pattern.matcher(sentence.text());
                if (matcher.find() && question.coverage(Words.stems(matcher.group("left"))) > 0.8) {
                    return matcher.group("right");
                }
            }
        }
        return sentence.text();
    }
}
