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
 * @param text the visible answer
 * @param refusal the model's refusal, or null
 * @param finish OpenAI's finish reason
 * @param citations what the answer rests on; may be empty
 * @param tokens what the client is told as usage
 * @param cost what it cost in detail
 */
record Completion(
        Mode mode,
        String reason,
        String text,
        @Nullable String refusal,
        String finish,
        List<Citation> citations,
        TokenUsage tokens,
        Answer.Usage cost) {}
