package io.rlmgateway.upstream.openai;

import com.openai.models.completions.CompletionUsage;
import io.rlmgateway.upstream.Content;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.RateLimitHeaders;
import io.rlmgateway.upstream.TokenEstimate;
import io.rlmgateway.upstream.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/** Gathers a streamed reply and passes its visible text on. */
final class ReplyReader {

    private final Consumer<String> pieces;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final List<Content.ToolCall> toolCalls = new ArrayList<>();
    private String reasoning = "";
    private @Nullable String finish;
    private @Nullable CompletionUsage usage;

    /** @param pieces receives the visible text as it arrives */
    ReplyReader(Consumer<String> pieces) {
        this.pieces = pieces;
    }

    /**
     * Takes a part of the reply.
     *
     * @param response what one event brought; an event without a choice brings only usage
     */
    void add(ChatResponse response) {
        Generation generation = response.getResult();
        if (generation != null) {
            add(generation);
        }
        ChatResponseMetadata metadata = response.getMetadata();
        if (metadata != null
                && metadata.getUsage() != null
                && metadata.getUsage().getNativeUsage() instanceof CompletionUsage counted
                // Spring AI puts zeros where the upstream counted nothing
                && counted.totalTokens() + counted.promptTokens() > 0) {
            usage = counted;
        }
    }

    /** {@return whether a choice said why it ended} */
    boolean finished() {
        return finish != null;
    }

    /**
     * The whole reply.
     *
     * @param request the call, for an estimate where the upstream did not count
     * @param limits what the upstream said of its limits
     * @return the reply
     */
    ModelReply reply(ModelRequest request, RateLimitHeaders limits) {
        return new ModelReply(
                text.toString(),
                stop(),
                usage(request),
                refusal.isEmpty() ? null : refusal.toString(),
                reasoning.isEmpty() ? null : reasoning,
                toolCalls,
                limits);
    }

    private void add(Generation generation) {
        String reason = generation.getMetadata().getFinishReason();
        if (reason != null && !reason.isEmpty()) {
            finish = reason;
        }
        if (generation.getOutput().getMetadata().get("refusal") instanceof String refused) {
            refusal.append(refused);
        }
        if (generation.getOutput().getMetadata().get("reasoningContent") instanceof String shown) {
            // Spring AI gives all of it with each part
            reasoning = shown;
        }
        generation.getOutput().getToolCalls().stream()
                .map(call -> new Content.ToolCall(call.id(), call.name(), call.arguments()))
                .forEach(toolCalls::add);
        String piece = generation.getOutput().getText();
        if (piece != null && !piece.isEmpty()) {
            text.append(piece);
            pieces.accept(piece);
        }
    }

    private StopReason stop() {
        return switch (finish) {
            case "LENGTH" -> StopReason.LENGTH;
            case "CONTENT_FILTER" -> StopReason.CONTENT_FILTER;
            case "TOOL_CALLS", "FUNCTION_CALL" -> StopReason.TOOL_CALLS;
            // some servers call it a stop (llama.cpp), some give no reason
            case null, default -> toolCalls.isEmpty() ? StopReason.STOP : StopReason.TOOL_CALLS;
        };
    }

    private TokenUsage usage(ModelRequest request) {
        if (usage == null) {
            return TokenUsage.estimated(TokenEstimate.of(request), TokenEstimate.of(text + refusal.toString()));
        }
        long cached = usage.promptTokensDetails()
                .flatMap(CompletionUsage.PromptTokensDetails::cachedTokens)
                .orElse(0L);
        long reasoning = usage.completionTokensDetails()
                .flatMap(CompletionUsage.CompletionTokensDetails::reasoningTokens)
                .orElse(0L);
        // xAI counts reasoning apart from the reply
        boolean apart = usage.totalTokens() == usage.promptTokens() + usage.completionTokens() + reasoning;
        long output = usage.completionTokens() + (apart ? reasoning : 0);
        return new TokenUsage(usage.promptTokens(), cached, output, reasoning);
    }
}
