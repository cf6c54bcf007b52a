package io.rlmgateway.session;

import io.rlmgateway.upstream.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * The root model's conversation so far; every change makes a new one.
 *
 * @param messages all messages, in order
 */
record History(List<Message> messages) {

    History {
        messages = List.copyOf(messages);
    }

    /** The conversation after a turn: what the model wrote, and what came of it. */
    History plus(String reply, String outcome) {
        List<Message> all = new ArrayList<>(messages);
        // some upstreams refuse an empty message
        all.add(Message.assistant(reply.isBlank() ? "(nothing)" : reply));
        all.add(Message.user(outcome));
        return new History(all);
    }

    /** The conversation with one more message of the host. */
    History plus(String note) {
        List<Message> all = new ArrayList<>(messages);
        all.add(Message.user(note));
        return new History(all);
    }
}
