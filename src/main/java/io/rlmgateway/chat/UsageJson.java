package io.rlmgateway.chat;

import io.rlmgateway.session.Answer;
import io.rlmgateway.session.Question.Mode;
import io.rlmgateway.upstream.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes what an answer cost. */
final class UsageJson {

    private static final double MILLIS = 1000;

    private UsageJson() {}

    static ObjectNode of(Completion completion, Envelope envelope) {
        ObjectNode usage = tokens(JsonNodeFactory.instance.objectNode(), completion.tokens());
        if (completion.mode() == Mode.RLM || envelope.extended()) {
            usage.set("rlm", extension(completion.mode(), completion.reason(), completion.cost(), envelope.ignored()));
        }
        return usage;
    }

    private static ObjectNode tokens(ObjectNode usage, TokenUsage tokens) {
        usage.put("prompt_tokens", tokens.input());
        usage.put("completion_tokens", tokens.output());
        usage.put("total_tokens", tokens.total());
        usage.putObject("prompt_tokens_details")
                .put("cached_tokens", tokens.cached())
                .put("audio_tokens", 0);
        usage.putObject("completion_tokens_details")
                .put("reasoning_tokens", tokens.reasoning())
                .put("audio_tokens", 0)
                .put("accepted_prediction_tokens", 0)
                .put("rejected_prediction_tokens", 0);
        return usage;
    }

    /** {@return what an answer cost in detail: the member {@code rlm} of its usage} */
    static ObjectNode extension(Mode mode, String reason, Answer.Usage cost, List<String> ignored) {
        ObjectNode rlm = JsonNodeFactory.instance.objectNode();
        rlm.put("mode", mode.name().toLowerCase(Locale.ROOT));
        rlm.put("reason", reason);
        rlm.put("turns", cost.turns());
        rlm.put("sub_calls", cost.subCalls());
        rlm.put("depth", cost.depth());
        rlm.put("cost_usd", cost.costUsd());
        rlm.put("seconds", seconds(cost.elapsed()));
        rlm.put("stopped", cost.stopped());
        ObjectNode models = rlm.putObject("models");
        new TreeMap<>(cost.models()).forEach((model, tokens) -> {
            ObjectNode of = tokens(models.putObject(model), tokens);
            if (tokens.estimated()) {
                of.put("estimated", true);
            }
        });
        if (!ignored.isEmpty()) {
            ignored.forEach(rlm.putArray("ignored")::add);
        }
        return rlm;
    }

    private static double seconds(Duration elapsed) {
        return elapsed.toMillis() / MILLIS;
    }
}
