package io.rlmgateway.session;

import io.rlmgateway.upstream.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * The root model's conversation so far; every change makes a new one.
 *
 * @param messages all messages, in order
 * @param added how many of the last of them the journal has not seen yet
 */
record History(List<Message> messages, int added) {

    History {
        messages = List.copyOf(messages);
    }

    /** The conversation before the first turn. */
    static History opening(List<Message> messages) {
        return new History(messages, messages.size());
    }

    /** The conversation after a turn: what the model wrote, and what came of it. */
    History plus(String reply, String outcome) {
        List<Message> all = new ArrayList<>(messages);
        all.add(Message.assistant(reply));
        all.add(Message.user(outcome));
        return new History(all, 1);
    }

    /** The conversation with one more message of the host, for a prompt that replaces the next turn. */
    History plus(String note) {
        List<Message> all = new ArrayList<>(messages);
        all.add(Message.user(note));
        return new History(all, added + 1);
    }

    /** {@return the messages that the journal has not seen yet} */
    List<Message> news() {
        return messages.subList(messages.size() - added, messages.size());
    }
}
