package io.rlmgateway.chat;

import io.rlmgateway.api.Failure.Reason;
import io.rlmgateway.session.Question;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Reads the body of a chat completion request (OpenAI API reference, "Create chat completion"). */
@Component
final class ChatRequestParser {

    private final boolean strict;

    ChatRequestParser(ChatProperties properties) {
        this.strict = properties.strict();
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
                Extension.modelOf(named), messages, extension.settings(), output, delivery, storage, extension.used(), unserved);
    }

    private static ChatRequest.Delivery delivery(JsonFields fields, Extension extension, Unserved unserved) {
        boolean stream = fields.flag("stream", false);
        boolean includeReasoning = fields.flag("include_reasoning", extension.includeReasoning());
        JsonFields options = fields.object("stream_options");
        if (options == null) {
            return new ChatRequest.Delivery(stream, false, includeReasoning, ToolParameters.isOld(fields));
        }
        boolean includeUsage = options.flag("include_usage", false);
        if (stream) {
            options.unread().forEach(unserved::ignoreUnlessRelayed);
        } else {
            unserved.ignore("stream_options");
        }
        return new ChatRequest.Delivery(stream, includeUsage, includeReasoning, ToolParameters.isOld(fields));
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
