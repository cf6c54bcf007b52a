package io.rlmgateway.evaluation.task;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A name, a code or a label. An answer is right that holds it, and none of the rivals: who lists all that could be the
 * answer has not answered.
 *
 * @param value what the answer must hold, as whole words; case does not matter
 * @param rivals what it must not hold
 */
record ExactPhrase(String value, List<String> rivals) implements Expected {

    @Override
    public Score score(String answer) {
        return Score.of(holds(answer, value) && rivals.stream().noneMatch(rival -> holds(answer, rival)));
    }

    @Override
    public String text() {
        return value;
    }

    private static boolean holds(String answer, String phrase) {
        return Pattern.compile(
                        "(?<![\\p{L}\\p{N}])" + Pattern.quote(phrase) + "(?![\\p{L}\\p{N}])",
                        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(answer)
                .find();
    }
}
