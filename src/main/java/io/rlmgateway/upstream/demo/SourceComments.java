package io.rlmgateway.upstream.demo;

import java.util.regex.Pattern;

/** Comments of source code as prose: without the stars that frame them and the braces of documentation tags. */
final class SourceComments {

    private static final Pattern FRAMED = Pattern.compile("(?m)^\\s*(?:/\\*\\*|\\*/|\\*[ \\t]*$|\\*\\s+@\\w+)");
    private static final Pattern FRAME = Pattern.compile("(?m)^([ \\t]*)(?:/\\*\\*?|\\*/|\\*(?!\\*))");
    private static final Pattern INLINE_TAG =
            Pattern.compile("\\{@(?:code|link|linkplain|literal|value)\\s+#?([^{}]*)}");

    private SourceComments() {}

    /** {@return the text with its comments as prose, line by line; a text without such comments as it is} */
    static String asProse(String text) {
        if (!FRAMED.matcher(text).find()) {
            return text;
        }
        return INLINE_TAG.matcher(FRAME.matcher(text).replaceAll("$1 ")).replaceAll("$1");
    }
}
