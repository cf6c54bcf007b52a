package io.rlmgateway.upstream.demo;

import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.Message.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The last word of a session that ran out of budget: what its outputs show, or that they show nothing. */
final class ClosingReply {

    /** A candidate as the step {@code ask} prints it. */
    private static final Pattern CANDIDATE =
            Pattern.compile("(?m)^\\s+(?<score>\\d{1,3}): (?<quote>['\"])(?<answer>.*)\\k<quote> in .*$");

    private ClosingReply() {}

    static String to(List<Message> messages) {
        List<String> users = messages.stream()
                .filter(message -> message.role() == Role.USER)
                .map(Message::text)
                .toList();
        String question = Transcript.of(messages).question();
        List<String> answers = new ArrayList<>();
        for (String output : users.subList(Math.min(2, users.size()), users.size())) {
            answers.addAll(candidates(output));
        }
        if (!answers.isEmpty()) {
            return String.join("\n", answers.stream().distinct().toList());
        }
        String shown = String.join("\n\n", users.subList(Math.min(2, users.size()), users.size()));
        Reading reading = question.isBlank() ? Reading.NOTHING : Reader.read(QuestionReader.read(question), shown);
        return reading.score() < LeafReply.ENOUGH
                ? "I ran out of budget before I found an answer; what I had read does not say."
                : LeafReply.said(reading);
    }

    /** The first candidate below each sub-question. */
    private static List<String> candidates(String output) {
        List<String> answers = new ArrayList<>();
        boolean open = true;
        for (String line : output.lines().toList()) {
            Matcher candidate = CANDIDATE.matcher(line);
            if (!candidate.matches()) {
                open = true;
            } else if (open && Integer.parseInt(candidate.group("score")) >= LeafReply.ENOUGH) {
                answers.add(candidate.group("answer"));
                open = false;
            }
        }
        return answers;
    }
}
