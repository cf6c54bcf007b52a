package io.rlmgateway.chat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * The parameters about tools. This service calls none of them itself yet: there offering one has no effect and demanding one
 * is refused, while an upstream gets them as they are.
 */
final class ToolParameters {

    private static final int MOST_TOOLS = 128;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final List<String> KINDS = List.of("function", "custom");

    private final JsonFields fields;
    private final Unserved unserved;
    private final Set<String> names = new HashSet<>();

    private ToolParameters(JsonFields fields, Unserved unserved) {
        this.fields = fields;
        this.unserved = unserved;
    }

    static void check(JsonFields fields, Unserved unserved) {
        ToolParameters tools = new ToolParameters(fields, unserved);
        tools.tools();
        tools.functions();
        tools.choice("tool_choice", List.of("none", "auto", "required"));
        tools.choice("function_call", List.of("none", "auto"));
        fields.flag("parallel_tool_calls", true);
        for (String name : List.of("tools", "tool_choice", "parallel_tool_calls", "functions", "function_call")) {
            JsonNode value = fields.find(name);
            if (value != null && !(value.isArray() && value.isEmpty())) {
                unserved.ignoreUnlessRelayed(name);
            }
        }
    }

    private void tools() {
        ArrayNode tools = limited("tools");
        for (int i = 0; tools != null && i < tools.size(); i++) {
            JsonFields tool = JsonFields.at("tools[" + i + "]", tools.get(i));
            String kind = tool.requiredString("type");
            tool.choice("type", KINDS);
            name(JsonFields.at(tool.path(kind), tool.required(kind)));
        }
    }

    private void functions() {
        ArrayNode functions = limited("functions");
        for (int i = 0; functions != null && i < functions.size(); i++) {
            name(JsonFields.at("functions[" + i + "]", functions.get(i)));
        }
    }

    private @Nullable ArrayNode limited(String name) {
        ArrayNode array = fields.array(name);
        if (array != null && array.size() > MOST_TOOLS) {
            throw InvalidRequests.longArray(name, MOST_TOOLS, array.size());
        }
        return array;
    }

    private void name(JsonFields tool) {
        String name = tool.requiredString("name");
        if (!NAME.matcher(name).matches()) {
            throw InvalidRequests.value(
                    tool.path("name"), "expected 1 to 64 characters of a-z, A-Z, 0-9, underscore and dash.");
        }
        names.add(name);
    }

    private void choice(String param, List<String> words) {
        JsonNode choice = fields.find(param);
        if (choice == null) {
            return;
        }
        if (choice.isString()) {
            fields.choice(param, words);
            if ("required".equals(choice.stringValue())) {
                forced(param);
            }
            return;
        }
        object(param, JsonFields.at(param, choice));
    }

    private void object(String param, JsonFields choice) {
        if ("function_call".equals(param)) {
            demand(param, choice);
            return;
        }
        String type = choice.requiredString("type");
        choice.choice("type", List.of("function", "custom", "allowed_tools"));
        JsonFields details = JsonFields.at(choice.path(type), choice.required(type));
        if (KINDS.contains(type)) {
            demand(param, details);
        } else if ("required".equals(details.choice("mode", List.of("auto", "required")))) {
            forced(param);
        }
    }

    private void demand(String param, JsonFields tool) {
        String name = tool.requiredString("name");
        if (!names.contains(name)) {
            throw InvalidRequests.value(
                    param, "the tool '" + InvalidRequests.shortened(name) + "' is not among the tools of the request.");
        }
        forced(param);
    }

    private void forced(String param) {
        unserved.refuseUnlessRelayed(
                InvalidRequests.unsupported(param, "cannot demand a tool call: tools are not called by this service."));
    }
}
