package io.rlmgateway.chat;

import io.rlmgateway.session.Answer;
import io.rlmgateway.session.Answer.Citation;
import io.rlmgateway.session.Question.Mode;
import io.rlmgateway.upstream.TokenUsage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * @param repeated whether it was given before: what it used is booked already
 */
record Completion(
        Mode mode,
        String reason,
        Said said,
        String finish,
        List<Citation> citations,
        TokenUsage tokens,
        Answer.Usage cost,
        boolean repeated) {

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

    /** {@return what several answers to one request took together, told as the first tells it} */
    static Completion sum(List<Completion> choices) {
        Completion first = choices.getFirst();
        return choices.size() == 1
                ? first
                : new Completion(
                        first.mode,
                        first.reason,
                        first.said,
                        first.finish,
                        choices.stream()
                                .flatMap(choice -> choice.citations.stream())
                                .distinct()
                                .toList(),
                        choices.stream().map(Completion::tokens).reduce(TokenUsage.NONE, TokenUsage::plus),
                        choices.stream()
                                .map(Completion::cost)
                                .reduce(Completion::sum)
                                .orElseThrow(),
                        choices.stream().allMatch(Completion::repeated));
    }

    private static Answer.Usage sum(Answer.Usage one, Answer.Usage other) {
        Map<String, TokenUsage> models = new HashMap<>(one.models());
        other.models().forEach((model, tokens) -> models.merge(model, tokens, TokenUsage::plus));
        Double cost = one.costUsd();
        Double more = other.costUsd();
        return new Answer.Usage(
                one.turns() + other.turns(),
                one.subCalls() + other.subCalls(),
                Math.max(one.depth(), other.depth()),
                models,
                cost == null || more == null ? null : cost + more,
                one.elapsed().compareTo(other.elapsed()) < 0 ? other.elapsed() : one.elapsed(),
                one.stopped() == null ? other.stopped() : one.stopped());
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
