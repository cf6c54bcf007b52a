package io.rlmgateway.upstream.openai;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.io.JsonStringEncoder;

/** Texts as JSON strings. */
final class JsonText {

    private JsonText() {}

    /** {@return a text as JSON, with its quotation marks} */
    static String quotedText(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, quoted);
        return quoted.append('"').toString();
    }

    /** {@return a text as JSON in UTF-8, with its quotation marks} */
    static byte[] quoted(String text) {
        return quotedText(text).getBytes(StandardCharsets.UTF_8);
    }
}
