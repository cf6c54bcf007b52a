package io.rlmgateway.upstream.demo;

import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.Message.Role;
import java.util.ArrayList;
import java.util.List;

/** Answers a short conversation from the text that it holds itself. */
final class DirectReply {

    private static final int SHORTEST_TEXT = 20;
    private static final String WHO_I_AM = """
            I am the demo model: no language model, but a reader that finds answers in text. Send a text along with your \
            question, or upload a file and ask about it. For a real model, start the service with OPENAI_API_KEY=… set, or \
            configure an upstream with the base URL of any OpenAI-compatible API.""";

    private DirectReply() {}

    static String to(List<Message> messages) {
        List<Message> said = messages.stream()
                .filter(message -> message.role() != Role.SYSTEM)
                .toList();
        if (said.isEmpty()) {
            return WHO_I_AM;
        }
        LeafPrompt last = LeafPrompt.of(said.getLast().text());
        String text = text(last, messages);
        if (last.question().isBlank() || text.length() < SHORTEST_TEXT) {
            return WHO_I_AM;
        }
        String answer = LeafReply.plain(new LeafPrompt(last.question(), text, false));
        return answer.equals("The text does not say.") ? answer + " " + WHO_I_AM : answer;
    }

    private static String text(LeafPrompt last, List<Message> messages) {
        List<String> parts = new ArrayList<>();
        parts.add(last.text());
        for (Message message : messages.subList(0, messages.size() - 1)) {
            if (message.role() != Role.ASSISTANT
                    && message.text().length() > SHORTEST_TEXT
                    && !message.text().strip().endsWith("?")) {
                parts.add(message.text());
            }
        }
        return String.join("\n\n", parts).strip();
    }
}
