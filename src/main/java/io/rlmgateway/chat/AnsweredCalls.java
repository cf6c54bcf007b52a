package io.rlmgateway.chat;

import io.rlmgateway.session.Question.Part;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tool calls of a conversation: each must be answered by a message of its own before anything else is said. */
final class AnsweredCalls {

    private final Map<String, String> names = new HashMap<>();
    private final Set<String> unanswered = new LinkedHashSet<>();
    private String path = "";

    /** An assistant's message calls tools. */
    void demand(String where, List<Part> parts) {
        path = where;
        for (Part part : parts) {
            if (part instanceof Part.ToolCall call && !call.id().isEmpty()) {
                names.put(call.id(), call.name());
                unanswered.add(call.id());
            }
        }
    }

    /** {@return the name of the tool whose call has this result, or null when there was no such call} */
    @Nullable
    String answered(String id) {
        unanswered.remove(id);
        return names.get(id);
    }

    /**
     * Something else is said.
     *
     * @throws io.rlmgateway.api.FailureException with {@code InvalidRequest} when a call has no result
     */
    void checkAnswered() {
        if (!unanswered.isEmpty()) {
            throw InvalidRequests.value(
                    path,
                    "an assistant message with 'tool_calls' must be followed by tool messages responding to each"
                            + " 'tool_call_id'. The following tool_call_ids did not have response messages: "
                            + InvalidRequests.shortened(String.join(", ", unanswered)) + ".");
        }
    }
}
