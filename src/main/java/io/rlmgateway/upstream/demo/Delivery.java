package io.rlmgateway.upstream.demo;

import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelOptions;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.TokenEstimate;
import io.rlmgateway.upstream.TokenUsage;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reply within the call's limits.
 *
 * @param text what is sent
 * @param stop why it ends there
 */
record Delivery(String text, StopReason stop) {

    private static final Pattern PIECE = Pattern.compile("\\s*\\S+\\s*|\\s+");

    /** {@return the text up to the first stop string and within the cap of output tokens} */
    static Delivery of(String text, ModelOptions options) {
        String kept = text;
        for (String stop : options.stop()) {
            int at = stop.isEmpty() ? -1 : kept.indexOf(stop);
            kept = at < 0 ? kept : kept.substring(0, at);
        }
        Integer cap = options.maxOutputTokens();
        if (cap == null || TokenEstimate.of(kept) <= cap) {
            return new Delivery(kept, StopReason.STOP);
        }
        return new Delivery(cut(kept, cap), StopReason.LENGTH);
    }

    private static String cut(String text, int cap) {
        int low = 0;
        int high = text.length();
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (TokenEstimate.of(text.substring(0, middle)) <= cap) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        boolean halves = low > 0 && Character.isHighSurrogate(text.charAt(low - 1));
        return text.substring(0, halves ? low - 1 : low);
    }

    /** Sends the text word by word; the reply is the whole of it. */
    ModelReply send(List<Message> prompt, Consumer<String> pieces) {
        Matcher piece = PIECE.matcher(text);
        while (piece.find()) {
            pieces.accept(piece.group());
        }
        TokenUsage usage = new TokenUsage(TokenEstimate.of(prompt), 0, TokenEstimate.of(text), 0);
        return new ModelReply(text, stop, usage, null);
    }
}
