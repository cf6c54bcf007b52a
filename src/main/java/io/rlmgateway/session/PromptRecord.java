package io.rlmgateway.session;

import io.rlmgateway.trajectory.Event.PromptMessage;
import io.rlmgateway.upstream.Message;
import java.util.List;
import java.util.Locale;

/** Messages as the journal keeps them. */
final class PromptRecord {

    private PromptRecord() {}

    static List<PromptMessage> of(List<Message> messages) {
        return messages.stream()
                .map(message -> new PromptMessage(message.role().name().toLowerCase(Locale.ROOT), message.text()))
                .toList();
    }
}
