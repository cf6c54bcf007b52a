package io.rlmgateway.evaluation.task;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A short text that answers a question in any words. An answer is right that holds it, letters and digits compared; else
 * it scores the F1 of their words. (The authors of BrowseComp-Plus let a model judge; this is stricter, and free.)
 *
 * @param value the true answer
 */
record BenchmarkText(String value) implements Expected {

    @Override
    public Score score(String answer) {
        List<String> expected = words(value);
        List<String> given = words(answer);
        if ((" " + String.join(" ", given) + " ").contains(" " + String.join(" ", expected) + " ")) {
            return Score.RIGHT;
        }
        List<String> left = new ArrayList<>(given);
        long common = expected.stream().filter(left::remove).count();
        return new Score(2.0 * common / Math.max(1, expected.size() + given.size()), false);
    }

    @Override
    public String text() {
        return value;
    }

    private static List<String> words(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>(List.of(plain.split("[^\\p{L}\\p{N}]+", -1)));
        words.removeIf(word -> word.isEmpty() || word.equals("the") || word.equals("a") || word.equals("an"));
        return words;
    }
}
