package io.rlmgateway.chat;

import io.rlmgateway.api.Failure.Reason;
import io.rlmgateway.session.Question;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Reads the body of a chat completion request (OpenAI API reference, "Create chat completion"). */
@Component
final class ChatRequestParser {

    private static final int MOST_CHOICES = 128;

    private final boolean strict;
    private final int mostChoices;

    ChatRequestParser(ChatProperties properties, ChoiceProperties choices) {
        this.strict = properties.strict();
        this.mostChoices = choices.most();
    }

    /**
     * Reads and checks every parameter.
     *
     * @param body the request's body
     * @return the request
     * @throws io.rlmgateway.api.FailureException with {@code InvalidRequest} when something is wrong
     */
    ChatRequest parse(ObjectNode body) {
        JsonFields fields = JsonFields.ofBody(body);
        Unserved unserved = new Unserved();
        String named = fields.requiredString("model");
        List<Question.ChatMessage> messages = MessageParser.parse(fields, unserved);
        Question.Output output = OutputParameters.parse(fields).with(ToolParameters.parse(fields));
        ChatRequest.Storage storage = OtherParameters.check(fields, unserved);
        Extension extension = Extension.parse(fields, named, unserved);
        ChatRequest.Delivery delivery = delivery(fields, extension, unserved);
        unknown(fields, unserved);
        return new ChatRequest(
                Extension.modelOf(named),
                messages,
                extension.settings(),
                output,
                delivery,
                storage,
                extension.used(),
                unserved);
    }

    private ChatRequest.Delivery delivery(JsonFields fields, Extension extension, Unserved unserved) {
        boolean stream = fields.flag("stream", false);
        boolean includeReasoning = fields.flag("include_reasoning", extension.includeReasoning());
        int choices = choices(fields, unserved);
        JsonFields options = fields.object("stream_options");
        boolean includeUsage = options != null && options.flag("include_usage", false);
        if (options != null && stream) {
            options.unread().forEach(unserved::ignoreUnlessRelayed);
        } else if (options != null) {
            unserved.ignore("stream_options");
        }
        return new ChatRequest.Delivery(
                stream,
                includeUsage,
                includeReasoning,
                extension.includeTrajectory(),
                choices,
                ToolParameters.isOld(fields));
    }

    /** An upstream that gets the request itself may give more than this service does. */
    private int choices(JsonFields fields, Unserved unserved) {
        Number asked = fields.number("n", NumberRange.integers(1, MOST_CHOICES));
        int choices = asked == null ? 1 : asked.intValue();
        if (choices > mostChoices) {
            unserved.refuseUnlessRelayed(InvalidRequests.unsupported(
                    "n", "can be " + mostChoices + " at most (rlm.choices.most): each is answered on its own."));
        }
        return choices;
    }

    private void unknown(JsonFields fields, Unserved unserved) {
        List<String> unknown = fields.unread();
        if (strict && !unknown.isEmpty()) {
            String name = unknown.getFirst();
            throw InvalidRequests.because(
                    Reason.UNKNOWN_PARAMETER,
                    "Unknown parameter: '" + InvalidRequests.shortened(name) + "'.",
                    InvalidRequests.shortened(name));
        }
        unknown.forEach(unserved::ignoreUnlessRelayed);
    }
}
