package io.rlmgateway.upstream.openai;

import io.rlmgateway.upstream.RelayRequest;
import io.rlmgateway.upstream.TokenEstimate;
import io.rlmgateway.upstream.TokenUsage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/**
 * One JSON object of an answer, a whole completion or a chunk: walks through it once, learns what it says of usage and
 * end, and writes it as the client shall see it.
 */
final class ReplyEdits {

    private static final byte[] NULL = "null".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NO_CHOICES = "[]".getBytes(StandardCharsets.UTF_8);

    private static final Set<String> TEXTS =
            Set.of("content", "refusal", "reasoning_content", "reasoning", "tool_calls");

    private final Form form;
    private final JsonEditor editor;
    private @Nullable TokenUsage usage;
    private boolean usageSeen;
    private int choices;
    private int textBytes;
    private boolean finished;
    private boolean failed;

    private ReplyEdits(Form form, JsonEditor editor) {
        this.form = form;
        this.editor = editor;
    }

    /**
     * What the client shall see.
     *
     * @param model the model's name, as JSON; all of the buffer's array
     * @param whole whether the object is a whole answer, not a chunk
     * @param usage what becomes of usage
     * @param extension the value of a member {@code rlm} in usage, or null for none
     * @param promptBytes the length of the request, to estimate usage from where none is told
     */
    record Form(
            ByteBuffer model,
            boolean whole,
            UsagePlace usage,
            @Nullable Function<TokenUsage, String> extension,
            long promptBytes) {

        /** {@return the same with usage elsewhere} */
        Form with(UsagePlace place) {
            return new Form(model, whole, place, extension, promptBytes);
        }
    }

    /** What becomes of usage. */
    enum UsagePlace {
        /** It stays where it is. */
        KEPT,
        /** The client did not ask for it. */
        REMOVED,
        /** It moves to a chunk of its own: here it becomes null. */
        EMPTIED,
        /** This becomes the chunk of its own: the choices go. */
        ALONE
    }

    /**
     * What an object said, and how the client shall see it.
     *
     * @param json for the client, in pieces that share the bytes
     * @param usage the tokens that it tells, or null
     * @param counts whether it has an object of usage, be it of zeros
     * @param choices how many choices it has
     * @param textBytes the length of the text in them, as JSON
     * @param finished whether one of them says why it ended
     * @param failed whether it tells an error
     */
    record Edited(
            List<ByteBuffer> json,
            @Nullable TokenUsage usage,
            boolean counts,
            int choices,
            int textBytes,
            boolean finished,
            boolean failed) {}

    /** {@return what the client shall see of an answer} */
    static Form form(RelayRequest request) {
        RelayRequest.AnswerForm answer = request.answer();
        UsagePlace place = answer.stream() && !answer.usage() ? UsagePlace.REMOVED : UsagePlace.KEPT;
        ByteBuffer model = ByteBuffer.wrap(JsonText.quoted(answer.model()));
        return new Form(
                model,
                !answer.stream(),
                place,
                answer.extension(),
                request.body().remaining());
    }

    /**
     * Edits an object.
     *
     * @param bytes hold it
     * @param offset where it begins
     * @param length its bytes
     * @param form what the client shall see
     * @return what was learned
     * @throws tools.jackson.core.JacksonException when it is no JSON
     */
    static Edited of(byte[] bytes, int offset, int length, Form form) {
        try (JsonEditor editor = new JsonEditor(bytes, offset, length)) {
            return new ReplyEdits(form, editor).edited();
        }
    }

    private Edited edited() {
        if (editor.next() != JsonToken.START_OBJECT) {
            throw new StreamReadException("no JSON object");
        }
        JsonEditor.Ending ending = editor.object(this::member);
        if (editor.next() != null) {
            throw new StreamReadException("more than one JSON object");
        }
        if (form.whole() && !usageSeen && form.extension() != null) {
            ending.add("\"usage\":{" + extension(form.extension()) + "}");
        }
        return new Edited(editor.pieces(), usage, usageSeen, choices, textBytes, finished, failed);
    }

    private boolean member(String name) {
        return switch (name) {
            case "model" ->
                editor.at(JsonToken.VALUE_STRING) ? replaced(form.model().array()) : skipped();
            case "choices" -> choices();
            case "usage" -> usage();
            case "error" -> error();
            default -> skipped();
        };
    }

    /** Some servers say with each chunk that there is no error, which some clients take for one. */
    private boolean error() {
        if (editor.at(JsonToken.VALUE_NULL)) {
            return false;
        }
        failed = true;
        return skipped();
    }

    private boolean choices() {
        if (form.usage() == UsagePlace.ALONE) {
            return replaced(NO_CHOICES);
        }
        if (editor.at(JsonToken.START_ARRAY)) {
            choices += editor.array(() -> {
                if (editor.at(JsonToken.START_OBJECT)) {
                    editor.object(this::ofChoice);
                } else {
                    editor.skip();
                }
            });
            return true;
        }
        return skipped();
    }

    private boolean ofChoice(String name) {
        switch (name) {
            case "finish_reason" -> finished |= editor.at(JsonToken.VALUE_STRING);
            case "delta", "message" -> {
                if (editor.at(JsonToken.START_OBJECT)) {
                    editor.object(this::ofMessage);
                    return true;
                }
            }
            default -> {}
        }
        return skipped();
    }

    private boolean ofMessage(String name) {
        boolean text = TEXTS.contains(name) && !editor.at(JsonToken.VALUE_NULL);
        int length = editor.skip();
        textBytes += text ? length : 0;
        return true;
    }

    private boolean usage() {
        if (!editor.at(JsonToken.START_OBJECT)) {
            return form.usage() != UsagePlace.REMOVED && skipped();
        }
        usageSeen = true;
        int start = editor.start();
        UsageReader reader = new UsageReader(editor);
        JsonEditor.Ending ending = editor.object(reader);
        usage = reader.usage();
        switch (form.usage()) {
            case KEPT, ALONE -> {
                if (form.extension() != null) {
                    ending.add(extension(form.extension()));
                }
            }
            case EMPTIED -> editor.replaceSince(start, NULL);
            case REMOVED -> {}
        }
        return form.usage() != UsagePlace.REMOVED;
    }

    private String extension(Function<TokenUsage, String> value) {
        return "\"rlm\":" + value.apply(usage == null ? estimate(form.promptBytes(), textBytes) : usage);
    }

    /** {@return tokens where none are told} */
    static TokenUsage estimate(long promptBytes, long textBytes) {
        return TokenUsage.estimated(TokenEstimate.ofBytes(promptBytes), TokenEstimate.ofBytes(textBytes));
    }

    private boolean replaced(byte[] by) {
        editor.replace(by);
        return true;
    }

    private boolean skipped() {
        editor.skip();
        return true;
    }
}
