package io.rlmgateway.upstream.anthropic;

import io.rlmgateway.upstream.Content;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.TokenUsage;
import io.rlmgateway.upstream.wire.ReplyBuilder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the events of a reply (Anthropic's guide: streaming messages). Kinds that are not known here are left out. */
final class MessageEvents {

    private final ReplyBuilder reply;
    private @Nullable JsonNode call;
    private final StringBuilder arguments = new StringBuilder();
    private long input;
    private long read;
    private long written;

    MessageEvents(ReplyBuilder reply) {
        this.reply = reply;
    }

    /**
     * Takes an event.
     *
     * @param event the event
     */
    void add(JsonNode event) {
        switch (event.path("type").asString("")) {
            case "message_start" -> count(event.path("message").path("usage"));
            case "content_block_start" -> begin(event.path("content_block"));
            case "content_block_delta" -> delta(event.path("delta"));
            case "content_block_stop" -> end();
            case "message_delta" -> {
                count(event.path("usage"));
                stop(event.path("delta"));
            }
            default -> {
                // pings, and what later versions add
            }
        }
    }

    private void begin(JsonNode block) {
        if ("tool_use".equals(block.path("type").asString(""))) {
            call = block;
            arguments.setLength(0);
        }
        reply.text(block.path("text").asString(""));
    }

    private void delta(JsonNode delta) {
        switch (delta.path("type").asString("")) {
            case "text_delta" -> reply.text(delta.path("text").asString(""));
            case "thinking_delta" -> reply.reasoning(delta.path("thinking").asString(""));
            case "input_json_delta" ->
                arguments.append(delta.path("partial_json").asString(""));
            default -> {
                // signatures and citations
            }
        }
    }

    private void end() {
        if (call != null) {
            String written = arguments.isEmpty() ? call.path("input").toString() : arguments.toString();
            reply.toolCall(new Content.ToolCall(
                    call.path("id").asString(""), call.path("name").asString(""), written));
            call = null;
        }
    }

    /** Counts are running totals; a later event leaves out what does not change. */
    private void count(JsonNode usage) {
        input = usage.path("input_tokens").asLong(input);
        read = usage.path("cache_read_input_tokens").asLong(read);
        written = usage.path("cache_creation_input_tokens").asLong(written);
        long output = usage.path("output_tokens").asLong(0);
        reply.usage(new TokenUsage(input + read + written, read, output, 0, false, written));
    }

    private void stop(JsonNode delta) {
        switch (delta.path("stop_reason").asString("")) {
            case "end_turn", "stop_sequence", "pause_turn" -> reply.stop(StopReason.STOP);
            case "max_tokens", "model_context_window_exceeded" -> reply.stop(StopReason.LENGTH);
            case "tool_use" -> reply.stop(StopReason.TOOL_CALLS);
            case "refusal" -> {
                reply.stop(StopReason.CONTENT_FILTER);
                String why = delta.path("stop_details").path("explanation").asString("");
                if (!why.isEmpty()) {
                    reply.refusal(why);
                }
            }
            default -> {
                // a reason is told once, at the end
            }
        }
    }
}
