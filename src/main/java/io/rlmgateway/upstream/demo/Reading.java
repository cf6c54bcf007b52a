package io.rlmgateway.upstream.demo;

/**
 * What a text says to a question.
 *
 * @param answer the value or the sentence, empty when the text does not say
 * @param quote the sentence it stands in, blanks collapsed; may be empty
 * @param score how sure, 0 to 100; 0 when the text does not say
 */
record Reading(String answer, String quote, int score) {

    /** The text does not say. */
    static final Reading NOTHING = new Reading("", "", 0);

    private static final int LONGEST_QUOTE = 420;

    static Reading of(String answer, String quote, double confidence) {
        String value = answer.strip();
        return value.isEmpty() || confidence <= 0
                ? NOTHING
                : new Reading(shortened(value), shortened(quote), (int) Math.round(100 * Math.min(1, confidence)));
    }

    Reading or(Reading other) {
        return other.score > score ? other : this;
    }

    Reading times(double factor) {
        return new Reading(answer, quote, (int) (score * factor));
    }

    private static String shortened(String quote) {
        if (quote.length() <= LONGEST_QUOTE) {
            return quote;
        }
        int blank = quote.lastIndexOf(' ', LONGEST_QUOTE);
        return quote.substring(0, blank > 0 ? blank : LONGEST_QUOTE) + " …";
    }
}
