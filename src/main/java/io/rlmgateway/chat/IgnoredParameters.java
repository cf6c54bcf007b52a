package io.rlmgateway.chat;

import io.rlmgateway.session.Question.Mode;
import io.rlmgateway.upstream.Tools;
import io.rlmgateway.upstream.Tools.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What of a request has no effect because the model that answers does not take it. */
final class IgnoredParameters {

    private static final Set<String> OF_TOOLS = Set.of("tool_choice", "parallel_tool_calls");

    private IgnoredParameters() {}

    /**
     * The names of parameters without an effect.
     *
     * @param mode how the request is answered
     * @param chat the request
     * @param refused what the model does not take
     * @return the names, those without an effect on any answer first
     */
    static List<String> of(Mode mode, ChatRequest chat, Set<String> refused) {
        return Stream.concat(
                        chat.unserved().ignored().stream(),
                        (mode == Mode.DIRECT ? direct(chat, refused) : session(chat, refused)).sorted())
                .toList();
    }

    /** The form of an answer, its stop strings and the client's tools are a session's own work. */
    private static Stream<String> session(ChatRequest chat, Set<String> refused) {
        return chat.output().parameters().keySet().stream()
                .filter(name -> refused.contains(name) && !"response_format".equals(name));
    }

    private static Stream<String> direct(ChatRequest chat, Set<String> refused) {
        List<String> asked = new ArrayList<>(chat.output().parameters().keySet());
        if (!chat.output().stop().isEmpty()) {
            asked.add("stop");
        }
        asked.addAll(ofTools(chat));
        return asked.stream()
                .filter(name -> refused.contains(name) || (OF_TOOLS.contains(name) && refused.contains("tools")))
                .map(name -> chat.delivery().functionCall() ? old(name) : name);
    }

    /** That no tool is to be called is met by any model: it is offered none. */
    private static List<String> ofTools(ChatRequest chat) {
        Tools tools = chat.output().tools();
        if (tools.offered().isEmpty() || tools.choice() instanceof Choice.None) {
            return List.of();
        }
        List<String> asked = new ArrayList<>(List.of("tools"));
        if (!(tools.choice() instanceof Choice.Auto)) {
            asked.add("tool_choice");
        }
        // old clients do not ask for one call at a time, they know no other way
        if (Boolean.FALSE.equals(tools.parallel()) && !chat.delivery().functionCall()) {
            asked.add("parallel_tool_calls");
        }
        return asked;
    }

    private static String old(String name) {
        return switch (name) {
            case "tools" -> "functions";
            case "tool_choice" -> "function_call";
            default -> name;
        };
    }
}
