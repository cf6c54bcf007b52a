package io.rlmgateway.evaluation.report;

import java.util.Locale;

/** Texts and numbers as HTML shows them. */
final class Html {

    private static final long KILO = 1024;
    private static final double THOUSAND = 1000;
    private static final double SMALL = 0.01;

    private Html() {}

    static String text(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** {@return a size in tokens, as {@code 64k}} */
    static String size(long tokens) {
        if (tokens >= KILO * KILO) {
            return tokens / (KILO * KILO) + "m";
        }
        return tokens >= KILO ? tokens / KILO + "k" : String.valueOf(tokens);
    }

    /** {@return a number with three digits that matter} */
    static String number(double value) {
        if (value >= THOUSAND * THOUSAND) {
            return trimmed("%.2f", value / THOUSAND / THOUSAND) + " M";
        }
        if (value >= 10 * THOUSAND) {
            return trimmed("%.1f", value / THOUSAND) + " k";
        }
        return trimmed(value > 0 && value < SMALL ? "%.5f" : value >= 100 ? "%.0f" : "%.2f", value);
    }

    private static String trimmed(String form, double value) {
        String number = String.format(Locale.ROOT, form, value);
        return number.contains(".") ? number.replaceAll("\\.?0+$", "") : number;
    }
}
