package io.rlmgateway.upstream.openai;

import io.rlmgateway.upstream.TokenUsage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Reads the tokens that a usage object tells while it is walked through (OpenAI's reference, "The chat completion object"). */
final class UsageReader implements JsonEditor.Members {

    private final JsonEditor editor;
    private long input;
    private long cached;
    private long output;
    private long reasoning;
    private long total;

    /** @param editor at the usage object */
    UsageReader(JsonEditor editor) {
        this.editor = editor;
    }

    @Override
    public boolean keep(String name) {
        switch (name) {
            case "prompt_tokens" -> input = number();
            case "completion_tokens" -> output = number();
            case "total_tokens" -> total = number();
            // DeepSeek's, beside OpenAI's in the details
            case "prompt_cache_hit_tokens" -> cached = Math.max(cached, number());
            case "prompt_tokens_details", "completion_tokens_details" -> {
                if (editor.at(JsonToken.START_OBJECT)) {
                    editor.object(this::ofDetails);
                    return true;
                }
            }
            default -> {}
        }
        editor.skip();
        return true;
    }

    /** {@return the tokens, or null when the upstream counted none, as some say by zeros} */
    @Nullable
    TokenUsage usage() {
        if (input + output == 0) {
            return null;
        }
        // xAI counts reasoning apart from the reply
        long all = total == input + output + reasoning ? output + reasoning : output;
        return new TokenUsage(input, Math.min(cached, input), all, Math.min(reasoning, all));
    }

    private boolean ofDetails(String name) {
        switch (name) {
            case "cached_tokens" -> cached = Math.max(cached, number());
            case "reasoning_tokens" -> reasoning = number();
            default -> {}
        }
        editor.skip();
        return true;
    }

    private long number() {
        return Math.max(0, editor.number());
    }
}
