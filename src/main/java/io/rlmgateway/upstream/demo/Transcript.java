package io.rlmgateway.upstream.demo;

import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.Message.Role;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a root model has before it.
 *
 * @param question what the client asks, placeholders removed
 * @param lastStep the name of the step of its last cell; empty at the beginning
 * @param output what the last cell printed; empty at the beginning
 * @param failures how many cells failed so far
 */
record Transcript(String question, String lastStep, String output, int failures) {

    private static final Pattern PLACEHOLDER = Pattern.compile(
            "\\[documents\\[\\d+\\][^\\n]*?characters[^\\]\\n]*\\]|\\[[^\\[\\]\\n]*characters[^\\]\\n]*\\]");
    private static final String INSTRUCTIONS = "What the answer must follow:";
    private static final Pattern STEP = Pattern.compile("(?m)^# Step (\\w+):");
    private static final Pattern FAILED = Pattern.compile(
            "(?m)^Traceback \\(most recent call last\\)|^\\s*(?:\\w+\\.)*\\w*(?:Error|Exception|Exceeded|Interrupt)\\b(?::|$)|(?i:^cell stopped)|^search failed:");
    private static final Pattern ASKED = Pattern.compile("[^.!?\\n]*(?:\\n[^.!?\\n]+)?\\?");

    static Transcript of(List<Message> messages) {
        List<Message> users =
                messages.stream().filter(message -> message.role() == Role.USER).toList();
        List<Message> replies = messages.stream()
                .filter(message -> message.role() == Role.ASSISTANT)
                .toList();
        String facts = users.isEmpty() ? "" : users.getFirst().text().replaceAll("(?m)^> ?", "");
        String asked = users.size() > 1 ? users.get(1).text() : facts;
        int failures = (int) users.stream()
                .skip(2)
                .filter(output -> FAILED.matcher(output.text()).find())
                .count();
        return new Transcript(
                question(asked, instructions(messages), facts),
                replies.isEmpty() ? "" : step(replies.getLast().text()),
                replies.isEmpty() ? "" : users.getLast().text(),
                failures);
    }

    /** {@return whether the last cell ended with an error} */
    boolean failed() {
        return FAILED.matcher(output).find();
    }

    private static String step(String reply) {
        Matcher matcher = STEP.matcher(reply);
        String step = "";
        while (matcher.find()) {
            step = matcher.group(1);
        }
        return step;
    }

    private static String question(String asked, String instructions, String facts) {
        String question = PLACEHOLDER.matcher(asked).replaceAll(" ").strip();
        if (question.chars().anyMatch(Character::isLetter)) {
            return question;
        }
        // the question stands in the instructions, or inside the long text, and so in one of its excerpts
        String instructed = lastQuestion(instructions);
        return instructed.isEmpty() ? lastQuestion(facts) : instructed;
    }

    private static String lastQuestion(String text) {
        String last = "";
        Matcher matcher = ASKED.matcher(text);
        while (matcher.find()) {
            last = Prose.flat(matcher.group());
        }
        return last;
    }

    /** What the client's own system messages say, which stand at the end of the root's prompt. */
    private static String instructions(List<Message> messages) {
        String system = messages.isEmpty() || messages.getFirst().role() != Role.SYSTEM
                ? ""
                : messages.getFirst().text();
        int start = system.lastIndexOf(INSTRUCTIONS);
        return start < 0 ? "" : system.substring(start + INSTRUCTIONS.length());
    }
}
