package io.rlmgateway;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/**
 * A text of {@code examples/LongText.java} with its questions.
 *
 * @param kind needle, orders, handbook or letters
 * @param text the whole text
 * @param questions questions about it, with their true answers
 */
public record GeneratedText(String kind, String text, List<Question> questions) {

    /**
     * A question with what the text says to it.
     *
     * @param type look-up, list, count, sum, compare or absent
     * @param text the question
     * @param answer the answer; empty when the text does not hold it
     */
    public record Question(String type, String text, String answer) {

        private static Question parse(String line) {
            String[] fields = line.split("\t", -1);
            return new Question(fields[0], fields[1], fields[2]);
        }
    }

    /**
     * Writes a text.
     *
     * @param kind needle, orders, handbook or letters
     * @param length in characters, at least
     * @param seed what it is made from; the same seed gives the same text
     */
    public static GeneratedText of(String kind, long length, long seed) {
        StringBuilder text = new StringBuilder();
        List<String> lines = write(kind, length, seed, text);
        return new GeneratedText(
                kind, text.toString(), lines.stream().map(Question::parse).toList());
    }

    /** {@return the questions of a type} */
    public List<Question> questions(String type) {
        return questions.stream()
                .filter(question -> question.type().equals(type))
                .toList();
    }

    /** The generator has no package, so that Java runs its file directly; such a class is found by its name only. */
    @SuppressWarnings("unchecked")
    private static List<String> write(String kind, long length, long seed, Appendable text) {
        try {
            MethodType type = MethodType.methodType(List.class, String.class, long.class, long.class, Appendable.class);
            MethodHandle write = MethodHandles.publicLookup().findStatic(Class.forName("LongText"), "write", type);
            return (List<String>) write.invoke(kind, length, seed, text);
        } catch (Throwable e) {
            throw new IllegalStateException("examples/LongText.java could not write a text of kind " + kind, e);
        }
    }
}
