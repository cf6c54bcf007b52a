package io.rlmgateway.session;

import io.rlmgateway.trajectory.Event.PromptMessage;
import io.rlmgateway.trajectory.Event.TurnAsked;
import io.rlmgateway.upstream.Message;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Messages as the journal keeps them. */
final class PromptRecord {

    private PromptRecord() {}

    /**
     * A turn's prompt exactly as it is sent, without what the journal holds already.
     *
     * @param turn counted from 1
     * @param known the previous turn's prompt and its reply
     * @param sent the prompt
     * @param closing the limit that was reached, when it is the closing question; else null
     */
    static TurnAsked asked(int turn, List<Message> known, List<Message> sent, @Nullable String closing) {
        int kept = 0;
        while (kept < Math.min(known.size(), sent.size()) && known.get(kept).equals(sent.get(kept))) {
            kept++;
        }
        return new TurnAsked(turn, kept == known.size() ? null : kept, of(sent.subList(kept, sent.size())), closing);
    }

    static List<PromptMessage> of(List<Message> messages) {
        return messages.stream()
                .map(message -> new PromptMessage(message.role().name().toLowerCase(Locale.ROOT), message.text()))
                .toList();
    }
}
