package io.rlmgateway.upstream;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Counts the tokens of prompts from above: by the model's own tokenizer where it is known and the text is not long, by
 * {@link DenseEstimate} otherwise. Reported usage corrects it.
 */
final class TokenCounts {

    /** Models of OpenAI since GPT-4o (OpenAI's tiktoken, model.py). */
    private static final Pattern O200K =
            Pattern.compile("(?:gpt-4o|gpt-4\\.|gpt-[5-9]|gpt-oss|chatgpt-4o|o[1-9](?:$|-)).*");

    private static final Pattern CL100K = Pattern.compile("(?:gpt-4|gpt-3\\.5).*");

    /** Claude since Opus 4.7 takes up to 1.35 times the tokens of earlier ones (Anthropic's migration guide). */
    private static final Pattern DENSER = Pattern.compile("claude-.*");

    /** Longer texts are estimated: the tokenizer takes 3 ms for 16,000 characters of prose and a second for 1 MB of one word. */
    private static final int LONGEST_COUNTED = 16_384;

    private static final int MOST_COUNTED = 65_536;
    private static final int TOKENS_PER_MESSAGE = 4;
    private static final int TOKENS_PER_CALL = 12;

    /** More than an image of usual size costs at any of the known APIs. */
    private static final int TOKENS_PER_IMAGE = 2_000;

    private TokenCounts() {}

    /** Reads the vocabularies, some megabytes each, when they are first needed. */
    private static final class Vocabularies {

        private static final EncodingRegistry REGISTRY = Encodings.newLazyEncodingRegistry();
    }

    /**
     * The tokens of a prompt.
     *
     * @param model the model
     * @param messages the prompt
     * @return tokens, rather too many than too few
     */
    static long of(ModelName model, List<Message> messages) {
        if ("demo".equals(model.upstream())) {
            return TokenEstimate.of(messages);
        }
        Counter counter = new Counter(
                encoding(model.shortName()), DENSER.matcher(model.shortName()).matches());
        return messages.stream()
                        .flatMap(message -> message.parts().stream())
                        .mapToLong(counter::of)
                        .sum()
                + (long) TOKENS_PER_MESSAGE * messages.size();
    }

    private static @Nullable Encoding encoding(String model) {
        if (O200K.matcher(model).matches()) {
            return Vocabularies.REGISTRY.getEncoding(EncodingType.O200K_BASE);
        }
        return CL100K.matcher(model).matches() ? Vocabularies.REGISTRY.getEncoding(EncodingType.CL100K_BASE) : null;
    }

    /** Counts the parts of one prompt. */
    private static final class Counter {

        private final @Nullable Encoding encoding;
        private final boolean denser;
        private int counted;

        Counter(@Nullable Encoding encoding, boolean denser) {
            this.encoding = encoding;
            this.denser = denser;
        }

        long of(Content part) {
            return switch (part) {
                case Content.Text(String text) -> of(text);
                case Content.ToolResult result -> of(result.text()) + TOKENS_PER_CALL;
                case Content.ToolCall call -> of(call.name()) + of(call.arguments()) + TOKENS_PER_CALL;
                case Content.ImageData _, Content.ImageLink _ -> TOKENS_PER_IMAGE;
            };
        }

        private long of(String text) {
            if (encoding != null && text.length() <= LONGEST_COUNTED && counted <= MOST_COUNTED) {
                counted += text.length();
                return encoding.countTokensOrdinary(text);
            }
            long estimate = Math.max(TokenEstimate.of(text), DenseEstimate.of(text));
            return denser ? estimate * 27 / 20 : estimate;
        }
    }
}
