package io.rlmgateway.chat;

import io.rlmgateway.upstream.Tools;
import io.rlmgateway.upstream.Tools.Choice;
import io.rlmgateway.upstream.Tools.Tool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * The parameters about tools, {@code functions} of old clients included (OpenAI API reference, "Create chat completion").
 */
final class ToolParameters {

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final int MOST_TOOLS = 128;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final List<String> KINDS = List.of("function", "custom");

    private final JsonFields fields;
    private final List<Tool> offered = new ArrayList<>();

    private ToolParameters(JsonFields fields) {
        this.fields = fields;
    }

    /** {@return what the client offers to run; of {@code allowed_tools} the others are left out} */
    static Tools parse(JsonFields fields) {
        ToolParameters tools = new ToolParameters(fields);
        tools.tools();
        boolean old = tools.offered.isEmpty() && tools.functions();
        Tools choice = tools.chosen("tool_choice", List.of("none", "auto", "required"));
        Tools oldChoice = tools.chosen("function_call", List.of("none", "auto"));
        Tools chosen = old ? oldChoice : choice;
        boolean parallel = fields.flag("parallel_tool_calls", true);
        Boolean one = old ? Boolean.FALSE : null;
        return new Tools(chosen.offered(), chosen.choice(), parallel ? one : Boolean.FALSE);
    }

    /** {@return whether calls are told in the form of old clients} */
    static boolean isOld(JsonFields fields) {
        ArrayNode tools = fields.array("tools");
        ArrayNode functions = fields.array("functions");
        return (tools == null || tools.isEmpty()) && functions != null && !functions.isEmpty();
    }

    private void tools() {
        ArrayNode tools = limited("tools");
        for (int i = 0; tools != null && i < tools.size(); i++) {
            JsonFields tool = JsonFields.at("tools[" + i + "]", tools.get(i));
            String kind = tool.requiredString("type");
            tool.choice("type", KINDS);
            JsonFields details = JsonFields.at(tool.path(kind), tool.required(kind));
            offered.add("custom".equals(kind) ? custom(details) : function(details));
        }
    }

    private boolean functions() {
        ArrayNode functions = limited("functions");
        for (int i = 0; functions != null && i < functions.size(); i++) {
            offered.add(function(JsonFields.at("functions[" + i + "]", functions.get(i))));
        }
        return !offered.isEmpty();
    }

    private @Nullable ArrayNode limited(String name) {
        ArrayNode array = fields.array(name);
        if (array != null && array.size() > MOST_TOOLS) {
            throw InvalidRequests.longArray(name, MOST_TOOLS, array.size());
        }
        return array;
    }

    private static Tool function(JsonFields function) {
        String name = name(function);
        Map<String, Object> schema = new LinkedHashMap<>();
        JsonFields parameters = function.object("parameters");
        if (parameters == null) {
            schema.put("type", "object");
            schema.put("properties", Map.of());
        } else {
            schema.putAll(JSON.convertValue(parameters.node(), OBJECT));
        }
        Boolean strict = function.has("strict") ? function.flag("strict", false) : null;
        return new Tool(name, described(function), schema, strict);
    }

    /** The form of its text, where it has one, is told in words: nobody here writes by a grammar. */
    private static Tool custom(JsonFields custom) {
        String name = name(custom);
        JsonFields format = custom.object("format");
        String form = format == null || "text".equals(format.string("type"))
                ? ""
                : "The text has this form: " + JSON.writeValueAsString(format.node());
        return Tool.custom(name, (described(custom) + "\n" + form).strip());
    }

    private static String described(JsonFields tool) {
        return Objects.requireNonNullElse(tool.string("description"), "");
    }

    private static String name(JsonFields tool) {
        String name = tool.requiredString("name");
        if (!NAME.matcher(name).matches()) {
            throw InvalidRequests.value(
                    tool.path("name"), "expected 1 to 64 characters of a-z, A-Z, 0-9, underscore and dash.");
        }
        return name;
    }

    private Tools chosen(String param, List<String> words) {
        JsonNode choice = fields.find(param);
        if (choice == null) {
            return new Tools(offered, new Choice.Auto(), null);
        }
        if (choice.isString()) {
            fields.choice(param, words);
            return new Tools(offered, word(param, choice.stringValue()), null);
        }
        JsonFields named = JsonFields.at(param, choice);
        return "function_call".equals(param)
                ? new Tools(offered, new Choice.Named(known(named, param)), null)
                : object(named, param);
    }

    private Choice word(String param, String word) {
        return switch (word) {
            case "none" -> new Choice.None();
            case "required" -> required(param);
            default -> new Choice.Auto();
        };
    }

    private Choice required(String param) {
        if (offered.isEmpty()) {
            throw InvalidRequests.value(param, "a tool call is demanded, but the request has no tools.");
        }
        return new Choice.Required();
    }

    private Tools object(JsonFields choice, String param) {
        String type = choice.requiredString("type");
        choice.choice("type", List.of("function", "custom", "allowed_tools"));
        JsonFields details = JsonFields.at(choice.path(type), choice.required(type));
        if (KINDS.contains(type)) {
            return new Tools(offered, new Choice.Named(known(details, param)), null);
        }
        boolean required = "required".equals(details.choice("mode", List.of("auto", "required")));
        Set<String> allowed = allowed(details, param);
        List<Tool> left =
                offered.stream().filter(tool -> allowed.contains(tool.name())).toList();
        return new Tools(left, required ? new Choice.Required() : new Choice.Auto(), null);
    }

    private Set<String> allowed(JsonFields details, String param) {
        details.required("tools");
        ArrayNode tools = Objects.requireNonNull(details.array("tools"));
        List<JsonFields> named = new ArrayList<>();
        for (int i = 0; i < tools.size(); i++) {
            JsonFields tool = JsonFields.at(details.path("tools[" + i + "]"), tools.get(i));
            String kind = tool.requiredString("type");
            tool.choice("type", KINDS);
            named.add(JsonFields.at(tool.path(kind), tool.required(kind)));
        }
        return named.stream().map(tool -> known(tool, param)).collect(Collectors.toSet());
    }

    private String known(JsonFields tool, String param) {
        String name = tool.requiredString("name");
        if (offered.stream().noneMatch(one -> one.name().equals(name))) {
            throw InvalidRequests.value(
                    param, "the tool '" + InvalidRequests.shortened(name) + "' is not among the tools of the request.");
        }
        return name;
    }
}
