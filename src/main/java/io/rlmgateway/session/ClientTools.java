package io.rlmgateway.session;

import io.rlmgateway.session.tool.PythonTool;
import io.rlmgateway.trajectory.ToolEvent.OfferedTool;
import io.rlmgateway.trajectory.ToolEvent.ToolsOffered;
import io.rlmgateway.upstream.Tools;
import io.rlmgateway.upstream.Tools.Choice;
import io.rlmgateway.upstream.Tools.Tool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tools of a client in a root session.
 *
 * @param offered what Python can call
 * @param gone what earlier requests of the conversation offered, and this one does not: their cells call it
 * @param choice whether and which must be called
 * @param parallel whether one answer may hold several calls
 */
record ClientTools(List<PythonTool> offered, List<PythonTool> gone, Choice choice, boolean parallel) {

    /** None. */
    static final ClientTools NONE = new ClientTools(List.of(), List.of(), new Choice.Auto(), true);

    /** Those of a question on its own. */
    static ClientTools of(Tools tools) {
        return of(tools, Conversation.NONE);
    }

    /** Those of a question that follows on others. */
    static ClientTools of(Tools tools, Conversation conversation) {
        List<Tool> now = tools.choice() instanceof Choice.None ? List.of() : tools.offered();
        Map<String, Tool> before = new LinkedHashMap<>();
        conversation.offered().forEach(tool -> before.putIfAbsent(tool.name(), tool(tool)));
        now.forEach(tool -> before.remove(tool.name()));
        List<Tool> all = new ArrayList<>(now);
        all.addAll(before.values());
        List<PythonTool> functions = PythonTool.of(all);
        return new ClientTools(
                functions.subList(0, now.size()),
                functions.subList(now.size(), functions.size()),
                tools.choice(),
                !Boolean.FALSE.equals(tools.parallel()));
    }

    /** {@return whether Python has none} */
    boolean isEmpty() {
        return offered.isEmpty();
    }

    /** {@return what the root model is told of them, empty for nothing} */
    String told() {
        if (isEmpty()) {
            return "";
        }
        String functions = offered.stream()
                .map(tool -> "- `" + tool.signature() + "`" + described(tool))
                .collect(Collectors.joining("\n"));
        return PromptTexts.tools(functions, demanded());
    }

    private static String described(PythonTool tool) {
        String lines = tool.description().replace("\n", "\n  ");
        return lines.isEmpty() ? "" : ": " + lines;
    }

    private String demanded() {
        return switch (choice) {
            case Choice.Auto _, Choice.None _ -> "";
            case Choice.Required _ -> "Call at least one of them before you end.";
            case Choice.Named(String name) -> "Call `" + pythonName(name) + "` before you end.";
        };
    }

    /** {@return what the root model is told that ends without the call that is demanded, or null when there was one} */
    @Nullable
    String missing(List<String> called) {
        boolean done = isEmpty()
                || switch (choice) {
                    case Choice.Auto _, Choice.None _ -> true;
                    case Choice.Required _ -> !called.isEmpty();
                    case Choice.Named(String name) -> called.contains(name);
                };
        return done ? null : "(not taken: the client demands a call of its own function first. " + demanded() + ")";
    }

    private String pythonName(String tool) {
        return offered.stream()
                .filter(one -> one.tool().name().equals(tool))
                .map(PythonTool::name)
                .findFirst()
                .orElse(tool);
    }

    /** {@return how the journal keeps a question's tools} */
    static ToolsOffered recorded(Question question) {
        Tools tools = question.output().tools();
        return new ToolsOffered(
                tools.offered().stream()
                        .map(tool -> new OfferedTool(tool.name(), tool.description(), tool.schema(), tool.custom()))
                        .toList(),
                switch (tools.choice()) {
                    case Choice.Auto _ -> "auto";
                    case Choice.None _ -> "none";
                    case Choice.Required _ -> "required";
                    case Choice.Named(String name) -> "named " + name;
                },
                !Boolean.FALSE.equals(tools.parallel()),
                ToolWishes.of(question));
    }

    /** {@return a question's tools as the journal kept them} */
    static Tools restored(ToolsOffered offered) {
        return new Tools(
                offered.tools().stream().map(ClientTools::tool).toList(),
                switch (offered.choice()) {
                    case "auto" -> new Choice.Auto();
                    case "none" -> new Choice.None();
                    case "required" -> new Choice.Required();
                    case String named -> new Choice.Named(named.substring("named ".length()));
                },
                offered.parallel());
    }

    private static Tool tool(OfferedTool tool) {
        return new Tool(tool.name(), tool.description(), tool.schema(), null, tool.custom());
    }
}
