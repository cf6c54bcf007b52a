package io.rlmgateway.session.function;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.session.AnswerForm;
import io.rlmgateway.session.SubQuestion;
import io.rlmgateway.upstream.Message;
import java.util.ArrayList;
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

    private static final String FORM_OF_ANSWER = "model=None, schema=None, quote=False, images=None)";

    /** One question with a context of its own. */
    static final Prompts<SubQuestion> ONE = new Prompts<>("(prompt, context=None, *, " + FORM_OF_ANSWER, Prompts::one);

    /** A list of questions for one model. */
    static final Prompts<List<SubQuestion>> MANY = new Prompts<>("(prompts, *, " + FORM_OF_ANSWER, Prompts::many);

    /** What the docstrings say of the forms of answers. */
    static final String FORMS =
            "With schema, a JSON Schema as dict, the answer is data that matches it. With quote=True"
                    + " it has quotations: .quotes is a list of objects with .text, .found, .start and .end, offsets in the"
                    + " context or, without one, in the prompt; what is not found there is marked in the answer. An answer that"
                    + " was cut says so at its end and has .cut.";

    private static final String FORM = "prompt must be str or a list of {\"role\", \"content\"} dicts";

    /** {@return what the arguments ask} */
    Q read(Arguments arguments) {
        return reader.apply(arguments);
    }

    private static SubQuestion one(Arguments arguments) {
        return new SubQuestion(
                messages(arguments.value("prompt")),
                arguments.textOrNull("context"),
                arguments.textOrNull("model"),
                form(arguments),
                images(arguments));
    }

    private static List<SubQuestion> many(Arguments arguments) {
        String model = arguments.textOrNull("model");
        AnswerForm form = form(arguments);
        List<String> images = images(arguments);
        return arguments.list("prompts").stream()
                .map(prompt -> new SubQuestion(messages(prompt), null, model, form, images))
                .toList();
    }

    /** The names of handles out of {@code images}, one or a list of them. */
    private static List<String> images(Arguments arguments) {
        return switch (arguments.value("images")) {
            case null -> List.of();
            case List<?> list -> list.stream().map(Prompts::image).toList();
            case Object one -> List.of(image(one));
        };
    }

    private static String image(@Nullable Object handle) {
        if (handle instanceof Map<?, ?> map && map.get("name") instanceof String name) {
            return name;
        }
        throw Arguments.wrongType("images", "a list of items of images", handle);
    }

    private static AnswerForm form(Arguments arguments) {
        boolean quote = arguments.flag("quote");
        return switch (arguments.value("schema")) {
            case null -> quote ? AnswerForm.quoted() : AnswerForm.prose();
            case Map<?, ?> _
            when quote ->
                throw new PythonException(
                        PythonException.Type.VALUE_ERROR,
                        "schema and quote cannot go together: give the schema a field for the quotations");
            case Map<?, ?> schema -> AnswerForm.matching(schema);
            case Object other -> throw Arguments.wrongType("schema", "dict", other);
        };
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
        if (message instanceof Map<?, ?> map && map.get("role") instanceof String role) {
            String content = content(map.get("content"));
            if (content != null) {
                return new Message(role(role), content);
            }
        }
        throw new PythonException(PythonException.Type.TYPE_ERROR, FORM);
    }

    /** A string, or OpenAI's list of parts where all of them are text. */
    private static @Nullable String content(@Nullable Object content) {
        if (!(content instanceof List<?> parts)) {
            return content instanceof String text ? text : null;
        }
        List<String> texts = new ArrayList<>();
        for (Object part : parts) {
            if (!(part instanceof Map<?, ?> map && map.get("text") instanceof String text)) {
                return null;
            }
            texts.add(text);
        }
        return String.join("\n", texts);
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
