package io.rlmgateway.session;

import io.rlmgateway.session.Question.ChatMessage;
import io.rlmgateway.session.Question.Part;
import io.rlmgateway.session.Question.Role;
import io.rlmgateway.upstream.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Stands for the beginning of a conversation: the SHA-256 of the served model and of messages up to a user's or a tool's. Each piece is
 * preceded by its kind and its length, so that no two conversations are written alike.
 *
 * @param messages how many messages they are
 * @param sha256 lower-case hexadecimal
 */
record ConversationName(int messages, String sha256) {

    /**
     * The names of a conversation's beginnings.
     *
     * @param model the served model's id
     * @param messages the whole conversation
     * @return a name for each beginning that ends with a user's message, the shortest first
     */
    static List<ConversationName> of(String model, List<ChatMessage> messages) {
        MessageDigest digest = digest();
        add(digest, 'M', model.getBytes(StandardCharsets.UTF_8));
        List<ConversationName> names = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            ChatMessage message = messages.get(i);
            add(digest, 'R', message.role().name().getBytes(StandardCharsets.UTF_8));
            message.parts().forEach(part -> add(digest, part));
            if (message.role() == Role.USER || message.role() == Role.TOOL) {
                names.add(new ConversationName(
                        i + 1, HexFormat.of().formatHex(copy(digest).digest())));
            }
        }
        return names;
    }

    private static void add(MessageDigest digest, Part part) {
        switch (part) {
            case Part.Text(String text) -> add(digest, 'T', text.getBytes(StandardCharsets.UTF_8));
            case Part.StoredFile file -> add(digest, 'S', file.id().getBytes(StandardCharsets.UTF_8));
            case Part.Image image -> {
                switch (image.content()) {
                    case Content.ImageData data -> {
                        add(digest, 'I', data.mediaType().getBytes(StandardCharsets.UTF_8));
                        add(digest, 'B', data.base64().getBytes(StandardCharsets.UTF_8));
                    }
                    case Content other -> add(digest, 'L', other.toString().getBytes(StandardCharsets.UTF_8));
                }
            }
            case Part.InlineFile file -> {
                add(digest, 'N', file.name().getBytes(StandardCharsets.UTF_8));
                add(digest, 'F', content(file));
            }
            case Part.ToolCall(String id, String name, String arguments) -> add(digest, 'C', id, name, arguments);
            case Part.ToolResult(String id, String name, String text) -> add(digest, 'O', id, name, text);
        }
    }

    private static byte[] content(Part.InlineFile file) {
        MessageDigest own = digest();
        try (InputStream content = file.content().get();
                OutputStream hashed = new DigestOutputStream(OutputStream.nullOutputStream(), own)) {
            content.transferTo(hashed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return own.digest();
    }

    private static void add(MessageDigest digest, char kind, String... texts) {
        for (String text : texts) {
            add(digest, kind, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void add(MessageDigest digest, char kind, byte[] bytes) {
        digest.update(ByteBuffer.allocate(Character.BYTES + Integer.BYTES)
                .putChar(kind)
                .putInt(bytes.length)
                .flip());
        digest.update(bytes);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@return what a message says in words} */
    static String text(ChatMessage message) {
        return message.parts().stream()
                .filter(Part.Text.class::isInstance)
                .map(part -> ((Part.Text) part).text())
                .collect(Collectors.joining("\n"));
    }
}
