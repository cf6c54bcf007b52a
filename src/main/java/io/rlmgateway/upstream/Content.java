package io.rlmgateway.upstream;

import java.net.URI;

/** A part of a message. */
public sealed interface Content {

    /**
     * Words.
     *
     * @param text what is said
     */
    record Text(String text) implements Content {}

    /**
     * An image that comes with the message.
     *
     * @param mediaType for example {@code image/png}
     * @param base64 its bytes in Base64 (RFC 4648, section 4), as every API carries them
     */
    record ImageData(String mediaType, String base64) implements Content {

        /** {@return the image as a {@code data:} address (RFC 2397)} */
        public String dataUrl() {
            return "data:" + mediaType + ";base64," + base64;
        }

        /** {@return the size of the image itself} */
        public long bytes() {
            return base64.length() * 3L / 4;
        }

        /** {@return what it is and its size, not the bytes} */
        @Override
        public String toString() {
            return "ImageData[" + mediaType + ", " + base64.length() + " characters]";
        }
    }

    /**
     * An image that the upstream fetches.
     *
     * @param url its http or https address
     */
    record ImageLink(URI url) implements Content {}

    /**
     * The model's wish to call a tool.
     *
     * @param id names the call within the conversation
     * @param name the tool's name
     * @param arguments a JSON object, as the model wrote it: it may be no JSON at all
     */
    record ToolCall(String id, String name, String arguments) implements Content {}

    /**
     * What a tool call brought.
     *
     * @param callId the {@link ToolCall}'s id
     * @param name the tool's name, which Google's API goes by
     * @param text the result
     */
    record ToolResult(String callId, String name, String text) implements Content {}
}
