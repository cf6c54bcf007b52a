package io.rlmgateway.upstream.anthropic;

import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.Message.Role;
import io.rlmgateway.upstream.ModelOptions;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.Tools;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** Models before reasoning came. */
    private static final Pattern WITHOUT_REASONING = Pattern.compile("claude-(?:2|instant|3-(?!7)).*");

    /** Models that take a temperature and {@code top_p} together; later ones answer 400. */
    private static final Pattern TAKES_BOTH =
            Pattern.compile("claude-(?:[123]|instant).*|claude-(?:opus|sonnet)-4(?:-0)?(?:-\\d{8}|-latest)?");

    /** Models that know more effort than {@code high} (Anthropic's guide: effort). */
    private static final Pattern KNOWS_MAX = Pattern.compile("claude-opus-(?:4-(?:[6-9]|\\d\\d)(?!\\d)|[5-9]).*");

    private static final Pattern KNOWS_XHIGH = Pattern.compile("claude-opus-(?:4-(?:[7-9]|\\d\\d)(?!\\d)|[5-9]).*");

    private static final int LEAST_REASONING = 1_024;

    /** Efforts that are met by no reasoning. */
    private static final Set<Object> WITHOUT_REASONING_WORDS = Set.of("none", "minimal");

    private static final double MOST_TEMPERATURE = 1;

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
            if (!fields.containsKey("temperature") || TAKES_BOTH.matcher(model).matches()) {
                copy(options, fields, "top_p");
            }
            copy(options, fields, "top_k");
            fields.computeIfPresent("temperature", (_, value) -> temperature(value));
        }
        if (options.parameters().get("user") instanceof String user) {
            fields.put("metadata", Map.of("user_id", user));
        }
        return fields;
    }

    /**
     * What has no effect beside other parameters.
     *
     * @param model the model's name at the upstream
     * @param parameters the parameters of a call, by their OpenAI names
     * @return the names of those without an effect
     */
    static Set<String> ignored(String model, Map<String, Object> parameters) {
        Object effort = parameters.get("reasoning_effort");
        if (effort(model, effort) != null) {
            return Set.of("temperature", "top_p", "top_k");
        }
        Set<String> ignored = new HashSet<>();
        if (effort != null && !WITHOUT_REASONING_WORDS.contains(effort)) {
            ignored.add("reasoning_effort");
        }
        if (parameters.get("temperature") != null && !TAKES_BOTH.matcher(model).matches()) {
            ignored.add("top_p");
        }
        return ignored;
    }

    /** OpenAI's scale ends at 2, Anthropic's at 1. */
    private static Object temperature(Object value) {
        return value instanceof Number number && number.doubleValue() > MOST_TEMPERATURE ? MOST_TEMPERATURE : value;
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
        String effort = effort(model, options.parameters().get("reasoning_effort"));
        if (effort == null) {
            return Map.of();
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        if (!REASONS_BY_TOKENS.matcher(model).matches()) {
            fields.put("thinking", Map.of("type", "adaptive"));
            fields.put("output_config", new LinkedHashMap<>(Map.of("effort", effort)));
            return fields;
        }
        // room for an answer stays: the cap counts reasoning too
        int tokens = Math.min(tokens(effort), MessagesRequest.cap(model, options) / 2);
        if (tokens >= LEAST_REASONING) {
            fields.put("thinking", Map.of("type", "enabled", "budget_tokens", tokens));
        }
        return fields;
    }

    /** {@return the effort in Anthropic's words, the nearest that the model knows; null for no reasoning} */
    private static @Nullable String effort(String model, @Nullable Object given) {
        return given instanceof String effort
                        && !WITHOUT_REASONING.matcher(model).matches()
                ? nearest(model, effort)
                : null;
    }

    private static @Nullable String nearest(String model, String effort) {
        return switch (effort) {
            case "low", "medium", "high" -> effort;
            case "minimal" -> REASONS_BY_TOKENS.matcher(model).matches() ? null : "low";
            case "xhigh" -> highest(effort, KNOWS_XHIGH, model);
            case "max" -> highest(effort, KNOWS_MAX, model);
            default -> null;
        };
    }

    private static String highest(String effort, Pattern knowing, String model) {
        return knowing.matcher(model).matches() ? effort : "high";
    }

    private static int tokens(String effort) {
        return switch (effort) {
            case "low" -> 2_048;
            case "medium" -> 8_192;
            default -> 16_384;
        };
    }
}
