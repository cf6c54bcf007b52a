package io.rlmgateway.session;

import io.rlmgateway.upstream.Content;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * An image that came with a request. Python sees its name and what it is, models the image itself, and the journal a
 * reference.
 *
 * @param name names it within the session, as {@code image-1}
 * @param content the image
 * @param reference what the journal holds of it: its address, or its type and a checksum of its Base64
 */
record RequestImage(String name, Content content, String reference) {

    /** An image; its checksum is computed here, once. */
    static RequestImage of(String name, Content content) {
        return new RequestImage(name, content, reference(name, content));
    }

    /** {@return what Python sees of it} */
    Map<String, Object> handle() {
        return Map.of("name", name, "media_type", mediaType());
    }

    /** {@return its media type, as {@link #mediaType(Content)}} */
    String mediaType() {
        return mediaType(content);
    }

    /** {@return an image's media type; {@code image/*} where only its upstream will know} */
    static String mediaType(Content content) {
        return content instanceof Content.ImageData image ? image.mediaType() : "image/*";
    }

    private static String reference(String name, Content content) {
        return switch (content) {
            case Content.ImageData image -> "[" + name + ": " + image.mediaType() + ", sha256 " + sha256(image) + "]";
            case Content.ImageLink link -> "[" + name + ": " + link.url() + "]";
            case Content.Text _, Content.ToolCall _, Content.ToolResult _ -> "[" + name + "]";
        };
    }

    private static String sha256(Content.ImageData image) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(image.base64().getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
