package io.rlmgateway.chat;

import io.rlmgateway.session.Question;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@code rlm} extension of a request: an object {@code rlm}, metadata keys {@code rlm_*}, or a suffix of the model
 * ({@code ;mode=rlm;depth=2}), because not every client can send extra fields. Where two of them name the same wish, the
 * object wins, then metadata.
 *
 * @param settings the wishes
 * @param includeReasoning whether progress is wanted
 * @param used whether the extension was used at all
 */
record Extension(Question.Settings settings, boolean includeReasoning, boolean used) {

    static final String METADATA_PREFIX = "rlm_";

    private static final Map<String, NumberRange> LIMITS = limits();

    static Extension parse(JsonFields fields, String model, Unserved unserved) {
        Wishes wishes = new Wishes();
        wishes.ofModel(model);
        wishes.ofMetadata(fields.object("metadata"));
        wishes.ofObject(fields.object("rlm"));
        JsonFields named = JsonFields.withPaths(wishes.values, name -> wishes.paths.getOrDefault(name, "rlm." + name));
        boolean includeReasoning = named.flag("include_reasoning", true);
        if (named.flag("include_trajectory", false)) {
            unserved.ignore(named.path("include_trajectory"));
        }
        Question.Settings settings = new Question.Settings(
                mode(named),
                named.string("sub_model"),
                documents(named),
                limits(named),
                named.string("profile"),
                continuing(named));
        named.unread().forEach(unserved::ignore);
        return new Extension(settings, includeReasoning, !wishes.values.isEmpty());
    }

    /**
     * The model without suffix.
     *
     * @param named the model as the client named it
     * @return what stands before the first semicolon
     */
    static String modelOf(String named) {
        int suffix = named.indexOf(';');
        return suffix < 0 ? named : named.substring(0, suffix);
    }

    private static Question.@Nullable Mode mode(JsonFields named) {
        String mode = named.choice("mode", List.of("direct", "rlm", "auto"));
        return mode == null ? null : Question.Mode.valueOf(mode.toUpperCase(Locale.ROOT));
    }

    private static Question.Continuing continuing(JsonFields named) {
        String wish = named.choice("conversation", List.of("auto", "new", "continue"));
        return wish == null ? Question.Continuing.AUTO : Question.Continuing.valueOf(wish.toUpperCase(Locale.ROOT));
    }

    private static List<String> documents(JsonFields named) {
        ArrayNode array = named.array("documents");
        List<String> ids = new ArrayList<>();
        for (int i = 0; array != null && i < array.size(); i++) {
            ids.add(JsonFields.string(named.path("documents") + "[" + i + "]", array.get(i)));
        }
        return ids;
    }

    private static Map<String, Number> limits(JsonFields named) {
        Map<String, Number> limits = new HashMap<>();
        LIMITS.forEach((name, range) -> {
            Number limit = named.number(name, range);
            if (limit != null) {
                limits.put(name, limit);
            }
        });
        return limits;
    }

    private static Map<String, NumberRange> limits() {
        Map<String, NumberRange> limits = new LinkedHashMap<>();
        limits.put("turns", NumberRange.integers(1, Integer.MAX_VALUE));
        limits.put("depth", NumberRange.integers(0, Integer.MAX_VALUE));
        limits.put("sub_calls", NumberRange.integers(0, Integer.MAX_VALUE));
        limits.put("tokens", NumberRange.integers(1, Long.MAX_VALUE));
        limits.put("errors", NumberRange.integers(1, Integer.MAX_VALUE));
        limits.put("wall_time", NumberRange.decimals(1, Integer.MAX_VALUE));
        limits.put("cost_usd", NumberRange.decimals(0, Integer.MAX_VALUE));
        return limits;
    }

    /** The wishes by name, gathered from the three ways, and where each stood. */
    private static final class Wishes {

        private final ObjectNode values = JsonNodeFactory.instance.objectNode();
        private final Map<String, String> paths = new HashMap<>();

        void ofModel(String model) {
            String[] pieces = model.split(";", -1);
            for (int i = 1; i < pieces.length; i++) {
                int equals = pieces[i].indexOf('=');
                if (equals < 1) {
                    throw InvalidRequests.value("model", "expected ';name=value' after the model's name.");
                }
                put(pieces[i].substring(0, equals), pieces[i].substring(equals + 1), "model");
            }
        }

        void ofMetadata(@Nullable JsonFields metadata) {
            if (metadata == null) {
                return;
            }
            for (String key : metadata.names()) {
                if (key.startsWith(METADATA_PREFIX)) {
                    String text = metadata.requiredString(key);
                    put(key.substring(METADATA_PREFIX.length()), text, metadata.path(key));
                }
            }
        }

        void ofObject(@Nullable JsonFields object) {
            if (object == null) {
                return;
            }
            JsonFields limits = object.object("limits");
            if (limits != null) {
                limits.names().forEach(name -> put(name, limits.find(name), limits.path(name)));
            }
            object.names().stream()
                    .filter(name -> !"limits".equals(name))
                    .forEach(name -> put(name, object.find(name), object.path(name)));
        }

        private void put(String name, String text, String path) {
            put(name, WishText.node(name, text, LIMITS.containsKey(name)), path);
        }

        private void put(String name, @Nullable JsonNode value, String path) {
            if (value != null) {
                values.set(name, value);
                paths.put(name, path);
            }
        }
    }
}
