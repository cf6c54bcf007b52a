package io.rlmgateway.upstream.anthropic;

import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.Message.Role;
import io.rlmgateway.upstream.ModelOptions;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.Tools;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the model samples and reasons. Reasoning ("thinking") goes with neither a temperature nor a forced tool, and not
 * with tool results whose call did not keep its reasoning (Anthropic's guide: extended thinking).
 */
final class Sampling {

    /** Models whose reasoning is given tokens; later ones find their own measure and are told an effort. */
    private static final Pattern REASONS_BY_TOKENS =
            Pattern.compile("claude-3.*|claude-(?:opus|sonnet|haiku)-4(?:-[0-5])?(?:-\\d{8}|-latest)?");

    private static final int LEAST_REASONING = 1_024;

    private Sampling() {}

    /**
     * Puts what shapes sampling into Anthropic's words.
     *
     * @param model the model's name at the upstream
     * @param request the call
     * @return fields of the body
     */
    static Map<String, Object> of(String model, ModelRequest request) {
        ModelOptions options = request.options();
        Map<String, Object> fields = new LinkedHashMap<>();
        Map<String, Object> reasoning = mayReason(request) ? reasoning(model, options) : Map.of();
        fields.putAll(reasoning);
        if (reasoning.isEmpty()) {
            copy(options, fields, "temperature");
            copy(options, fields, "top_p");
            copy(options, fields, "top_k");
        }
        if (options.parameters().get("user") instanceof String user) {
            fields.put("metadata", Map.of("user_id", user));
        }
        return fields;
    }

    private static void copy(ModelOptions options, Map<String, Object> fields, String name) {
        Object value = options.parameters().get(name);
        if (value != null) {
            fields.put(name, value);
        }
    }

    private static boolean mayReason(ModelRequest request) {
        List<Message> messages = request.messages();
        boolean answersACall = messages.getLast().role() == Role.TOOL;
        Tools tools = request.options().tools();
        boolean forced = !tools.offered().isEmpty()
                && switch (tools.choice()) {
                    case Tools.Choice.Auto _, Tools.Choice.None _ -> false;
                    case Tools.Choice.Required _, Tools.Choice.Named _ -> true;
                };
        return !answersACall && !forced;
    }

    private static Map<String, Object> reasoning(String model, ModelOptions options) {
        String effort = effort(options.parameters().get("reasoning_effort"));
        if (effort == null) {
            return Map.of();
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        if (!REASONS_BY_TOKENS.matcher(model).matches()) {
            fields.put("thinking", Map.of("type", "adaptive"));
            fields.put("output_config", new LinkedHashMap<>(Map.of("effort", effort)));
            return fields;
        }
        int tokens = Math.min(tokens(effort), most(options));
        if (tokens >= LEAST_REASONING) {
            fields.put("thinking", Map.of("type", "enabled", "budget_tokens", tokens));
        }
        return fields;
    }

    /** Room for an answer stays: the cap counts reasoning too. */
    private static int most(ModelOptions options) {
        Integer cap = options.maxOutputTokens();
        return cap == null ? Integer.MAX_VALUE : cap / 2;
    }

    private static @Nullable String effort(@Nullable Object given) {
        return given instanceof String effort
                ? switch (effort) {
                    case "low", "medium", "high" -> effort;
                    case "xhigh" -> "high";
                    default -> null;
                }
                : null;
    }

    private static int tokens(String effort) {
        return switch (effort) {
            case "low" -> 2_048;
            case "medium" -> 8_192;
            default -> 16_384;
        };
    }
}
