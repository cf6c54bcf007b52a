package io.rlmgateway.session.tool;

import io.rlmgateway.upstream.Tools.Tool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A tool of a client as Python sees it: a function with its name, its parameters and its description. */
public final class PythonTool {

    private static final String REST = "more";

    private final Tool tool;
    private final String name;
    private final boolean awaitable;
    private final List<ToolParameter> parameters;
    private final boolean open;

    private PythonTool(Tool tool, String name, boolean awaitable) {
        this.tool = tool;
        this.name = name;
        this.awaitable = awaitable;
        Object more = tool.schema().get("additionalProperties");
        this.parameters = parameters(tool);
        this.open = parameters.isEmpty() ? !Boolean.FALSE.equals(more) && hasNoProperties() : isSchema(more);
    }

    /** {@return tools as functions of one session, each with a name of its own} */
    public static List<PythonTool> of(List<Tool> tools) {
        PythonNames names = PythonNames.ofFunctions();
        List<PythonTool> all = new ArrayList<>();
        for (Tool tool : tools) {
            String name = names.of(tool.name());
            all.add(new PythonTool(tool, name, names.take("a" + name)));
        }
        return List.copyOf(all);
    }

    /** {@return the tool} */
    public Tool tool() {
        return tool;
    }

    /** {@return its name in Python} */
    public String name() {
        return name;
    }

    /** {@return whether there is a form to be awaited too} */
    public boolean awaitable() {
        return awaitable;
    }

    /** {@return name and parameters as Python writes them} */
    public String signature() {
        Stream<String> all = Stream.of(
                        parameters.stream().filter(ToolParameter::mustBeGiven).map(ToolParameter::signature),
                        parameters.stream()
                                .filter(parameter -> !parameter.mustBeGiven())
                                .map(ToolParameter::signature),
                        open ? Stream.of("**" + REST) : Stream.<String>of())
                .flatMap(part -> part);
        return all.collect(Collectors.joining(", ", name + "(", ") -> str"));
    }

    /** {@return the docstring} */
    public String description() {
        String named = name.equals(tool.name()) ? "" : "The tool " + tool.name() + ".";
        return Stream.concat(
                        Stream.of(tool.description().strip(), named),
                        parameters.stream().map(ToolParameter::described))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    /** {@return the Python type that a parameter must have, or null when it is open} */
    public @Nullable String type(String parameter) {
        return parameters.stream()
                .filter(one -> one.name().equals(parameter))
                .findFirst()
                .map(ToolParameter::pythonType)
                .orElse(null);
    }

    /** {@return what the client is told of a call's arguments, which have Python's names} */
    public Map<String, @Nullable Object> arguments(Map<String, @Nullable Object> values) {
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        for (ToolParameter parameter : parameters) {
            Object value = values.get(parameter.name());
            if (parameter.isTold(value)) {
                told.put(parameter.property(), value);
            }
        }
        if (values.get(REST) instanceof Map<?, ?> more && open) {
            more.forEach((property, value) -> told.put(String.valueOf(property), value));
        }
        return told;
    }

    private boolean hasNoProperties() {
        return !tool.schema().containsKey("properties");
    }

    private static boolean isSchema(@Nullable Object more) {
        return more instanceof Map || Boolean.TRUE.equals(more);
    }

    private static List<ToolParameter> parameters(Tool tool) {
        if (!(tool.schema().get("properties") instanceof Map<?, ?> properties)) {
            return List.of();
        }
        List<?> required = tool.schema().get("required") instanceof List<?> names ? names : List.of();
        PythonNames names = PythonNames.ofParameters();
        boolean _ = names.take(REST);
        List<ToolParameter> parameters = new ArrayList<>();
        properties.forEach((property, schema) -> parameters.add(new ToolParameter(
                String.valueOf(property),
                tool.custom() ? "text" : names.of(String.valueOf(property)),
                schema instanceof Map<?, ?> details ? details : Map.of(),
                required.contains(property))));
        return List.copyOf(parameters);
    }
}
