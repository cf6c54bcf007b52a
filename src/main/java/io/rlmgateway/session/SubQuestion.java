package io.rlmgateway.session;

import io.rlmgateway.upstream.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What Python asks a sub-model or a child session.
 *
 * @param messages the prompt, at least one message
 * @param context a text that goes with it, or null; a child session has it as its {@code context}
 * @param model the model to ask, as configured, or null for the session's own choice
 * @param form what the answer must be like
 * @param images names of the session's images that go with it; may be empty
 */
public record SubQuestion(
        List<Message> messages,
        @Nullable String context,
        @Nullable String model,
        AnswerForm form,
        List<String> images) {

    /** Copies the lists. */
    public SubQuestion {
        messages = List.copyOf(messages);
        images = List.copyOf(images);
    }

    /**
     * A question that any text answers.
     *
     * @param messages the prompt, at least one message
     * @param context a text that goes with it, or null
     * @param model the model to ask, or null
     */
    public SubQuestion(List<Message> messages, @Nullable String context, @Nullable String model) {
        this(messages, context, model, AnswerForm.prose(), List.of());
    }

    /** {@return the same question to a model, where it names none} */
    SubQuestion withModel(String otherwise) {
        return model == null ? new SubQuestion(messages, context, otherwise, form, images) : this;
    }

    /** {@return the same question without the text that goes with it} */
    SubQuestion withoutContext() {
        return new SubQuestion(messages, null, model, form, images);
    }

    /** {@return the text that an answer can quote: the context, or without one the prompt} */
    String given() {
        return context == null ? text() : context;
    }

    /** {@return the messages as one text} */
    String text() {
        return messages.stream().map(Message::text).collect(Collectors.joining("\n\n"));
    }

    /** {@return characters of the messages and the context, as Python counts them} */
    long characters() {
        long own =
                messages.stream().mapToLong(message -> length(message.text())).sum();
        return context == null ? own : own + length(context);
    }

    private static long length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** {@return the prompt of a leaf call: the messages, the context and what is said of the form joined to the last} */
    List<Message> prompt() {
        String more = (context == null ? "" : "\n\n" + context)
                + (form.instruction().isEmpty() ? "" : "\n\n" + form.instruction());
        if (more.isEmpty()) {
            return messages;
        }
        Message last = messages.getLast();
        List<Message> prompt = new ArrayList<>(messages.subList(0, messages.size() - 1));
        prompt.add(new Message(last.role(), last.text() + more));
        return prompt;
    }
}
