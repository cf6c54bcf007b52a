package io.rlmgateway.session;

import io.rlmgateway.session.Question.Continuing;
import io.rlmgateway.session.Question.Mode;
import io.rlmgateway.session.Question.Settings;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The wishes of a question that its run keeps: a request that brings results of tools changes none of them. */
final class ToolWishes {

    private ToolWishes() {}

    /** {@return them as the journal keeps them} */
    static Map<String, Object> of(Question question) {
        Settings settings = question.settings();
        Map<String, Object> wishes = new LinkedHashMap<>();
        put(wishes, "sub_model", settings.subModel());
        put(wishes, "profile", settings.profile());
        wishes.put("documents", settings.documents());
        wishes.put("limits", settings.limits());
        wishes.put("parameters", question.output().parameters());
        return wishes;
    }

    private static void put(Map<String, Object> wishes, String name, @Nullable Object value) {
        if (value != null) {
            wishes.put(name, value);
        }
    }

    /** {@return the wishes for the session} */
    static Settings settings(Map<String, Object> wishes) {
        Map<String, Number> limits = new HashMap<>();
        map(wishes, "limits").forEach((name, value) -> limits.put(name, (Number) value));
        List<String> documents = wishes.get("documents") instanceof List<?> ids
                ? ids.stream().map(String::valueOf).toList()
                : List.of();
        return new Settings(
                Mode.RLM, text(wishes, "sub_model"), documents, limits, text(wishes, "profile"), Continuing.AUTO);
    }

    /** {@return the sampling parameters} */
    static Map<String, Object> parameters(Map<String, Object> wishes) {
        return map(wishes, "parameters");
    }

    private static @Nullable String text(Map<String, Object> wishes, String name) {
        return wishes.get(name) instanceof String text ? text : null;
    }

    private static Map<String, Object> map(Map<String, Object> wishes, String name) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (wishes.get(name) instanceof Map<?, ?> values) {
            values.forEach((key, value) -> map.put(String.valueOf(key), value));
        }
        return map;
    }
}
