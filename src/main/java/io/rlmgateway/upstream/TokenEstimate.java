package io.rlmgateway.upstream;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Counts tokens from above, without a tokenizer: three UTF-8 bytes a token. English prose has four to five bytes a
 * token in today's vocabularies, source code about three, Chinese and Japanese three or more.
 */
public final class TokenEstimate {

    private static final int BYTES_PER_TOKEN = 3;
    private static final int TOKENS_PER_MESSAGE = 4;
    private static final int TOKENS_PER_TOOL = 12;
    private static final long MOST_OF_ONE_PART = 2_000L * BYTES_PER_TOKEN;

    private TokenEstimate() {}

    /**
     * The tokens of a text.
     *
     * @param text any text
     * @return tokens, rounded up
     */
    public static long of(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // a surrogate pair is four bytes, two for each of its halves
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return ofBytes(bytes);
    }

    /**
     * The tokens of a text of which only the length is known.
     *
     * @param bytes its UTF-8 bytes
     * @return tokens, rounded up
     */
    public static long ofBytes(long bytes) {
        return (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
    }

    /**
     * The tokens of a request as it is sent. An image or a sound is in it as Base64, whose length says little of its tokens;
     * models count an image as a thousand or two.
     *
     * @param body JSON in a buffer with an array
     * @return tokens, rounded up
     */
    public static long ofBody(ByteBuffer body) {
        long bytes = 0;
        long run = 0;
        byte[] array = body.array();
        int begin = body.arrayOffset() + body.position();
        for (int i = begin; i < begin + body.remaining(); i++) {
            if (isBase64(array[i])) {
                run++;
            } else {
                bytes += 1 + Math.min(run, MOST_OF_ONE_PART);
                run = 0;
            }
        }
        return ofBytes(bytes + Math.min(run, MOST_OF_ONE_PART));
    }

    private static boolean isBase64(byte b) {
        boolean letter = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
        // a slash may be escaped in JSON, and is then two
        return letter || (b >= '/' && b <= '9') || b == '+' || b == '\\';
    }

    /**
     * The tokens of a prompt, with a few for the frame of each message.
     *
     * @param messages the prompt
     * @return tokens
     */
    public static long of(List<Message> messages) {
        return messages.stream()
                .mapToLong(message -> TOKENS_PER_MESSAGE + of(message.text()) + ofCalls(message))
                .sum();
    }

    /**
     * The tokens of all that a model reads: the prompt, and the tools that it is offered.
     *
     * @param request the call
     * @return tokens
     */
    public static long of(ModelRequest request) {
        return of(request.messages()) + of(request.options().tools());
    }

    /**
     * The tokens of all that a model reads, from above: texts that have more of them than usual count as such.
     *
     * @param request the call
     * @return tokens, rather too many than too few
     */
    public static long above(ModelRequest request) {
        return TokenCounts.of(ModelName.of(request.model()), request.messages())
                + of(request.options().tools());
    }

    /**
     * The tokens of the descriptions of tools.
     *
     * @param tools the tools
     * @return tokens
     */
    public static long of(Tools tools) {
        return tools.offered().stream()
                .mapToLong(tool -> TOKENS_PER_TOOL
                        + of(tool.name())
                        + of(tool.description())
                        + of(tool.schema().toString()))
                .sum();
    }

    private static long ofCalls(Message message) {
        return message.parts(Content.ToolCall.class).stream()
                .mapToLong(call -> of(call.name()) + of(call.arguments()))
                .sum();
    }
}
