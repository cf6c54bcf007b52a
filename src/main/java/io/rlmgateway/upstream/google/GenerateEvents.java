package io.rlmgateway.upstream.google;

import io.rlmgateway.upstream.Content;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.TokenUsage;
import io.rlmgateway.upstream.wire.ReplyBuilder;
import tools.jackson.databind.JsonNode;

/** Reads the parts of a reply (Google's reference: GenerateContentResponse). */
final class GenerateEvents {

    private final ReplyBuilder reply;

    GenerateEvents(ReplyBuilder reply) {
        this.reply = reply;
    }

    /**
     * Takes a part of the reply.
     *
     * @param event the part
     */
    void add(JsonNode event) {
        JsonNode candidate = event.path("candidates").path(0);
        for (JsonNode part : candidate.path("content").path("parts")) {
            part(part);
        }
        if (event.has("usageMetadata")) {
            reply.usage(usage(event.path("usageMetadata")));
        }
        String blocked = event.path("promptFeedback").path("blockReason").asString("");
        String finish = candidate.path("finishReason").asString("");
        if (!blocked.isEmpty()) {
            refused(event.path("promptFeedback")
                    .path("blockReasonMessage")
                    .asString("The prompt was blocked: " + blocked));
        } else if (!finish.isEmpty()) {
            finish(finish, candidate.path("finishMessage").asString(""));
        }
    }

    private void part(JsonNode part) {
        if (part.has("functionCall")) {
            JsonNode call = part.path("functionCall");
            reply.toolCall(new Content.ToolCall(
                    CallId.of(part.path("thoughtSignature").asString("")),
                    call.path("name").asString(""),
                    call.has("args") ? call.path("args").toString() : "{}"));
        } else if (part.path("thought").asBoolean(false)) {
            reply.reasoning(part.path("text").asString(""));
        } else {
            reply.text(part.path("text").asString(""));
        }
    }

    private void finish(String reason, String message) {
        switch (reason) {
            case "MAX_TOKENS" -> reply.stop(StopReason.LENGTH);
            case "SAFETY", "RECITATION", "LANGUAGE", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY" ->
                refused(message);
            default -> reply.stop(StopReason.STOP);
        }
    }

    private void refused(String words) {
        reply.stop(StopReason.CONTENT_FILTER);
        if (!words.isEmpty()) {
            reply.refusal(words);
        }
    }

    private static TokenUsage usage(JsonNode usage) {
        long reasoning = usage.path("thoughtsTokenCount").asLong(0);
        return new TokenUsage(
                usage.path("promptTokenCount").asLong(0)
                        + usage.path("toolUsePromptTokenCount").asLong(0),
                usage.path("cachedContentTokenCount").asLong(0),
                usage.path("candidatesTokenCount").asLong(0) + reasoning,
                reasoning);
    }
}
