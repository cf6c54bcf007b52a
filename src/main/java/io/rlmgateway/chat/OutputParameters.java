package io.rlmgateway.chat;

import io.rlmgateway.session.Question;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** The parameters that shape the answer: sampling, caps, stop strings, form. */
final class OutputParameters {

    private static final String RESPONSE_FORMAT = "response_format";

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_STOPS = 4;

    private static final Map<String, NumberRange> NUMBERS = Map.of(
            "temperature", NumberRange.decimals(0, 2),
            "top_p", NumberRange.decimals(0, 1),
            "presence_penalty", NumberRange.decimals(-2, 2),
            "frequency_penalty", NumberRange.decimals(-2, 2),
            "seed", NumberRange.integers(Long.MIN_VALUE, Long.MAX_VALUE));

    private static final Map<String, List<String>> CHOICES = Map.of(
            "verbosity", List.of("low", "medium", "high"),
            "reasoning_effort", List.of("none", "minimal", "low", "medium", "high", "xhigh", "max"),
            "service_tier", List.of("auto", "default", "flex", "scale", "priority"),
            "prompt_cache_retention", List.of("in_memory", "in-memory", "24h"));

    private static final List<String> STRINGS = List.of("user", "safety_identifier", "prompt_cache_key");
    private static final List<String> OBJECTS = List.of("moderation", "prompt_cache_options");

    private OutputParameters() {}

    static Question.Output parse(JsonFields fields) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        NUMBERS.forEach((name, range) -> put(parameters, name, fields.number(name, range)));
        CHOICES.forEach((name, values) -> put(parameters, name, fields.choice(name, values)));
        STRINGS.forEach(name -> put(parameters, name, fields.string(name)));
        OBJECTS.forEach(name -> put(parameters, name, plain(fields.object(name))));
        put(parameters, "logit_bias", logitBias(fields));
        put(parameters, RESPONSE_FORMAT, responseFormat(fields));
        return new Question.Output(maxTokens(fields), stop(fields), parameters);
    }

    private static @Nullable Integer maxTokens(JsonFields fields) {
        NumberRange range = NumberRange.integers(1, Integer.MAX_VALUE);
        Number visible = fields.number("max_completion_tokens", range);
        Number legacy = fields.number("max_tokens", range);
        Number most = visible == null ? legacy : visible;
        return most == null ? null : most.intValue();
    }

    private static List<String> stop(JsonFields fields) {
        JsonNode stop = fields.find("stop");
        return switch (stop) {
            case null -> List.of();
            case ArrayNode array -> stops(array);
            case JsonNode node when node.isString() -> stops(List.of(node.stringValue()));
            default -> throw InvalidRequests.type("stop", "a string or an array of strings", stop);
        };
    }

    private static List<String> stops(ArrayNode array) {
        if (array.size() > MOST_STOPS) {
            throw InvalidRequests.longArray("stop", MOST_STOPS, array.size());
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            texts.add(JsonFields.string("stop[" + i + "]", array.get(i)));
        }
        return stops(texts);
    }

    /** An empty string, which some clients send for none, would cut every answer at its start. */
    private static List<String> stops(List<String> texts) {
        return texts.stream().filter(text -> !text.isEmpty()).toList();
    }

    private static @Nullable Object logitBias(JsonFields fields) {
        JsonFields biases = fields.object("logit_bias");
        if (biases == null || biases.size() == 0) {
            return null;
        }
        NumberRange range = NumberRange.decimals(-100, 100);
        biases.names().forEach(token -> range.read(biases.path(token), biases.required(token)));
        return plain(biases);
    }

    private static @Nullable Object responseFormat(JsonFields fields) {
        JsonFields format = fields.object(RESPONSE_FORMAT);
        if (format == null) {
            return null;
        }
        format.required("type");
        String type = format.choice("type", List.of("text", "json_object", "json_schema"));
        if ("json_schema".equals(type)) {
            JsonFields schema = JsonFields.at(format.path("json_schema"), format.required("json_schema"));
            schema.requiredString("name");
            schema.object("schema");
            schema.flag("strict", false);
        }
        return "text".equals(type) ? null : plain(format);
    }

    private static @Nullable Object plain(@Nullable JsonFields fields) {
        return fields == null ? null : JSON.treeToValue(fields.node(), Map.class);
    }

    private static void put(Map<String, Object> parameters, String name, @Nullable Object value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }
}
