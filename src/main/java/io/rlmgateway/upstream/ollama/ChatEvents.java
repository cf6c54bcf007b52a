package io.rlmgateway.upstream.ollama;

import io.rlmgateway.upstream.Content;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.TokenUsage;
import io.rlmgateway.upstream.wire.CallNames;
import io.rlmgateway.upstream.wire.ReplyBuilder;
import tools.jackson.databind.JsonNode;

/** Reads the parts of a reply (Ollama's API: POST /api/chat, response). */
final class ChatEvents {

    private final ReplyBuilder reply;

    ChatEvents(ReplyBuilder reply) {
        this.reply = reply;
    }

    /**
     * Takes a part of the reply.
     *
     * @param event the part
     */
    void add(JsonNode event) {
        JsonNode message = event.path("message");
        reply.reasoning(message.path("thinking").asString(""));
        reply.text(message.path("content").asString(""));
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode function = call.path("function");
            reply.toolCall(new Content.ToolCall(
                    call.path("id").asString(CallNames.next()),
                    function.path("name").asString(""),
                    function.has("arguments") ? function.path("arguments").toString() : "{}"));
        }
        if (event.path("done").asBoolean(false)) {
            reply.stop("length".equals(event.path("done_reason").asString("")) ? StopReason.LENGTH : StopReason.STOP);
            if (event.has("eval_count")) {
                // a prompt that was wholly in the cache is not counted
                reply.usage(new TokenUsage(
                        event.path("prompt_eval_count").asLong(0),
                        0,
                        event.path("eval_count").asLong(0),
                        0));
            }
        }
    }
}
