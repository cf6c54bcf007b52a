package io.rlmgateway.session.function;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.session.SubQuestion;
import io.rlmgateway.upstream.Message;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads prompts as models write them: a string, or a list of message dicts as OpenAI knows them. */
final class Prompts {

    private static final String FORM = "prompt must be str or a list of {\"role\", \"content\"} dicts";

    private Prompts() {}

    /** The one question of {@code prompt}, {@code context} and {@code model}. */
    static SubQuestion one(Arguments arguments) {
        return new SubQuestion(
                messages(arguments.value("prompt")), arguments.textOrNull("context"), arguments.textOrNull("model"));
    }

    /** The questions of a list {@code prompts} and one {@code model}. */
    static List<SubQuestion> many(Arguments arguments) {
        String model = arguments.textOrNull("model");
        return arguments.list("prompts").stream()
                .map(prompt -> new SubQuestion(messages(prompt), null, model))
                .toList();
    }

    private static List<Message> messages(@Nullable Object prompt) {
        return switch (prompt) {
            case String text -> List.of(Message.user(text));
            case List<?> list
            when !list.isEmpty() -> list.stream().map(Prompts::message).toList();
            case null, default -> throw Arguments.wrongType("prompt", "str or a list of message dicts", prompt);
        };
    }

    private static Message message(@Nullable Object message) {
        if (message instanceof Map<?, ?> map
                && map.get("role") instanceof String role
                && map.get("content") instanceof String content) {
            return new Message(role(role), content);
        }
        throw new PythonException(PythonException.Type.TYPE_ERROR, FORM);
    }

    private static Message.Role role(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "system", "developer" -> Message.Role.SYSTEM;
            case "user" -> Message.Role.USER;
            case "assistant" -> Message.Role.ASSISTANT;
            default ->
                throw new PythonException(
                        PythonException.Type.VALUE_ERROR, "role must be system, user or assistant, not '" + name + "'");
        };
    }
}
