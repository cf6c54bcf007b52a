package io.rlmgateway.session;

import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.TokenEstimate;
import java.util.ArrayList;
import java.util.List;

/** The prompt of a closing question: the opening, as much of the end of the transcript as fits, the question. */
record ClosingPrompt(List<Message> opening, List<Message> transcript, String question) {

    private static final int LONGEST_MESSAGE = 12_000;

    List<Message> within(long tokens) {
        List<Message> prompt = new ArrayList<>(opening);
        prompt.add(Message.user(question));
        long room = tokens / 2 - TokenEstimate.of(prompt);
        int insert = opening.size();
        for (Message message :
                transcript.subList(opening.size(), transcript.size()).reversed()) {
            Message shortened = new Message(message.role(), tail(message.text()));
            room -= TokenEstimate.of(List.of(shortened));
            if (room < 0) {
                break;
            }
            prompt.add(insert, shortened);
        }
        return prompt;
    }

    private static String tail(String text) {
        return text.length() <= LONGEST_MESSAGE ? text : "…" + text.substring(text.length() - LONGEST_MESSAGE);
    }
}
