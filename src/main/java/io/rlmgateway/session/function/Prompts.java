package io.rlmgateway.session.function;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.session.SubQuestion;
import io.rlmgateway.upstream.Message;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The parameters by which models hand prompts over; a prompt is a string, or a list of message dicts as OpenAI knows
 * them.
 *
 * @param parameters as Python writes them, in parentheses
 * @param reader makes what is asked of the arguments
 * @param <Q> what is asked: one question, or a list of them
 */
record Prompts<Q>(String parameters, Function<Arguments, Q> reader) {

    /** One question with a context of its own. */
    static final Prompts<SubQuestion> ONE = new Prompts<>("(prompt, context=None, *, model=None)", Prompts::one);

    /** A list of questions for one model. */
    static final Prompts<List<SubQuestion>> MANY = new Prompts<>("(prompts, *, model=None)", Prompts::many);

    private static final String FORM = "prompt must be str or a list of {\"role\", \"content\"} dicts";

    /** {@return what the arguments ask} */
    Q read(Arguments arguments) {
        return reader.apply(arguments);
    }

    private static SubQuestion one(Arguments arguments) {
        return new SubQuestion(
                messages(arguments.value("prompt")), arguments.textOrNull("context"), arguments.textOrNull("model"));
    }

    private static List<SubQuestion> many(Arguments arguments) {
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
