package io.rlmgateway.upstream.openai;

import io.rlmgateway.upstream.RelayRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JsonToken;

/** Writes a client's request as the upstream shall see it. */
final class RequestEdits {

    /** This service's own wishes, which no upstream knows. */
    private static final String EXTENSION = "rlm";

    private static final String EXTENSION_PREFIX = "rlm_";
    private static final String METADATA = "metadata";
    private static final String STREAM_OPTIONS = "stream_options";
    private static final String INCLUDE_USAGE = "include_usage";
    private static final String INCLUDE_OBFUSCATION = "include_obfuscation";
    private static final String MAX_COMPLETION_TOKENS = "max_completion_tokens";
    private static final String MAX_TOKENS = "max_tokens";
    private static final byte[] TRUE = bytes("true");
    private static final byte[] FALSE = bytes("false");

    private final RelayRequest request;
    private final byte[] model;
    private final ChatPrompts.Dialect dialect;
    private final boolean obfuscates;
    private final JsonEditor editor;
    private final Set<String> seen = new HashSet<>();
    private boolean capped;

    private RequestEdits(RelayRequest request, String model, ChatPrompts.Dialect dialect, JsonEditor editor) {
        this.request = request;
        this.model = JsonText.quoted(model);
        this.dialect = dialect;
        this.obfuscates = dialect.isOpenAi();
        this.editor = editor;
    }

    /**
     * Writes a request.
     *
     * @param request the request as it came
     * @param model the model's name at the upstream
     * @param dialect how the upstream differs from others; OpenAI's own pads its stream with random characters unless it is
     *     told not to
     * @return its body in pieces
     */
    static List<ByteBuffer> of(RelayRequest request, String model, ChatPrompts.Dialect dialect) {
        ByteBuffer body = request.body();
        try (JsonEditor editor = new JsonEditor(body.array(), body.arrayOffset() + body.position(), body.remaining())) {
            new RequestEdits(request, model, dialect, editor).edit();
            return editor.pieces();
        }
    }

    private void edit() {
        editor.next();
        JsonEditor.Ending ending = editor.object(this::parameter);
        if (wantsOptions() && !seen.contains(STREAM_OPTIONS)) {
            ending.add('"' + STREAM_OPTIONS + "\":" + options());
        }
        Integer cap = request.answer().outputCap();
        if (cap != null && !capped) {
            ending.add('"' + dialect.limit().name().toLowerCase(Locale.ROOT) + "\":" + cap);
        }
    }

    private boolean parameter(String name) {
        return !request.refused().contains(name) && !EXTENSION.equals(name) && edited(name);
    }

    private boolean edited(String name) {
        return switch (name) {
            case "model" -> replaced(model);
            case "messages" -> messages();
            case METADATA -> metadata();
            case STREAM_OPTIONS -> request.answer().stream() && options(name);
            case MAX_COMPLETION_TOKENS, MAX_TOKENS -> outputLimit();
            default -> skipped();
        };
    }

    /** A wish above the cap is cut to it. */
    private boolean outputLimit() {
        Integer cap = request.answer().outputCap();
        if (cap == null) {
            return skipped();
        }
        if (!editor.at(JsonToken.VALUE_NUMBER_INT)) {
            // null is no wish
            return false;
        }
        capped = true;
        return editor.number() > cap ? replaced(bytes(cap.toString())) : skipped();
    }

    /** Goes altogether when all in it is this service's: a server may refuse metadata, even empty ones. */
    private boolean metadata() {
        if (!editor.at(JsonToken.START_OBJECT)) {
            return skipped();
        }
        Set<String> others = new HashSet<>();
        Set<String> own = new HashSet<>();
        editor.object(key -> {
            boolean isOwn = key.startsWith(EXTENSION_PREFIX);
            (isOwn ? own : others).add(key);
            return !isOwn && skipped();
        });
        return own.isEmpty() || !others.isEmpty();
    }

    private boolean messages() {
        if (!editor.at(JsonToken.START_ARRAY)) {
            return skipped();
        }
        if (!request.documents().isEmpty()) {
            StringBuilder before = new StringBuilder();
            request.documents()
                    .forEach(text -> before.append("{\"role\":\"user\",\"content\":")
                            .append(JsonText.quotedText(text))
                            .append("},"));
            editor.insertInside(bytes(before.toString()));
        }
        editor.array(() -> objectOrOther(this::ofMessage));
        return true;
    }

    private boolean ofMessage(String name) {
        return switch (name) {
            case "reasoning_content" -> false;
            case "content" -> content();
            default -> skipped();
        };
    }

    private boolean content() {
        if (request.files().isEmpty() || !editor.at(JsonToken.START_ARRAY)) {
            return skipped();
        }
        editor.array(this::part);
        return true;
    }

    private void part() {
        int start = editor.start();
        Set<String> ids = new HashSet<>();
        objectOrOther(member -> ("file".equals(member) && editor.at(JsonToken.START_OBJECT)) ? file(ids) : skipped());
        for (String id : ids) {
            String text = request.files().get(id);
            if (text != null) {
                editor.replaceSince(start, bytes("{\"type\":\"text\",\"text\":" + JsonText.quotedText(text) + "}"));
                return;
            }
        }
    }

    private boolean file(Set<String> ids) {
        editor.object(member -> {
            if ("file_id".equals(member) && editor.at(JsonToken.VALUE_STRING)) {
                ids.add(editor.string());
            }
            return skipped();
        });
        return true;
    }

    private boolean options(String name) {
        seen.add(name);
        if (!wantsOptions()) {
            return skipped();
        }
        if (!editor.at(JsonToken.START_OBJECT)) {
            return replaced(bytes(options()));
        }
        Set<String> options = new HashSet<>();
        JsonEditor.Ending ending = editor.object(option -> {
            options.add(option);
            return switch (option) {
                case INCLUDE_USAGE -> replaced(TRUE);
                case INCLUDE_OBFUSCATION -> obfuscates ? replaced(FALSE) : skipped();
                default -> skipped();
            };
        });
        if (!options.contains(INCLUDE_USAGE)) {
            ending.add('"' + INCLUDE_USAGE + "\":true");
        }
        if (obfuscates && !options.contains(INCLUDE_OBFUSCATION)) {
            ending.add('"' + INCLUDE_OBFUSCATION + "\":false");
        }
        return true;
    }

    private boolean wantsOptions() {
        return request.answer().stream() && !request.refused().contains(STREAM_OPTIONS);
    }

    private String options() {
        return obfuscates
                ? "{\"" + INCLUDE_USAGE + "\":true,\"" + INCLUDE_OBFUSCATION + "\":false}"
                : "{\"" + INCLUDE_USAGE + "\":true}";
    }

    private void objectOrOther(JsonEditor.Members members) {
        if (editor.at(JsonToken.START_OBJECT)) {
            editor.object(members);
        } else {
            editor.skip();
        }
    }

    private boolean replaced(byte[] by) {
        editor.replace(by);
        return true;
    }

    private boolean skipped() {
        editor.skip();
        return true;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
