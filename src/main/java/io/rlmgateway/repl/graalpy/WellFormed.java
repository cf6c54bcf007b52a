package io.rlmgateway.repl.graalpy;

/** Strings without lone surrogates, which Python allows and UTF-8 does not. */
final class WellFormed {

    private WellFormed() {}

    static boolean isWellFormed(String text) {
        return firstLoneSurrogate(text) < 0;
    }

    /** {@return the text with U+FFFD for each lone surrogate} */
    static String text(String text) {
        int lone = firstLoneSurrogate(text);
        if (lone < 0) {
            return text;
        }
        StringBuilder result = new StringBuilder(text);
        while (lone >= 0) {
            result.setCharAt(lone, '\uFFFD');
            lone = nextLoneSurrogate(result, lone + 1);
        }
        return result.toString();
    }

    private static int firstLoneSurrogate(String text) {
        return nextLoneSurrogate(text, 0);
    }

    private static int nextLoneSurrogate(CharSequence text, int from) {
        for (int i = from; i < text.length(); i++) {
            char each = text.charAt(i);
            if (Character.isHighSurrogate(each)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(each)) {
                return i;
            }
        }
        return -1;
    }
}
