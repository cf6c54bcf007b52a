package io.rlmgateway.chat;

import io.rlmgateway.session.Answer;
import io.rlmgateway.session.Answer.Citation;
import io.rlmgateway.session.Question.Mode;
import io.rlmgateway.upstream.TokenUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was answered, either way.
 *
 * @param mode direct or rlm
 * @param reason why in this way
 * @param said the message
 * @param finish OpenAI's finish reason
 * @param citations what the answer rests on; may be empty
 * @param tokens what the client is told as usage
 * @param cost what it cost in detail
 */
record Completion(
        Mode mode,
        String reason,
        Said said,
        String finish,
        List<Citation> citations,
        TokenUsage tokens,
        Answer.Usage cost) {

    /**
     * The message of an answer.
     *
     * @param text the visible answer
     * @param refusal the model's refusal, or null
     * @param toolCalls what the client is to run; mostly empty
     */
    record Said(String text, @Nullable String refusal, List<CalledTool> toolCalls) {

        Said {
            toolCalls = List.copyOf(toolCalls);
        }
    }

    String text() {
        return said.text();
    }

    @Nullable
    String refusal() {
        return said.refusal();
    }

    List<CalledTool> toolCalls() {
        return said.toolCalls();
    }
}
