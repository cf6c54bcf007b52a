package io.rlmgateway.upstream.demo;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How to count, list or sum over a whole text. Patterns are regular expressions of Python.
 *
 * @param want what is asked for
 * @param firm whether the question asks for text ("how many lines mention") and not for what it tells
 * @param lines whether lines are counted; else records, lines or sentences
 * @param counted the things asked for
 * @param conditions what the places of the text must hold
 * @param amount which number of a place is meant
 */
record Tally(Want want, boolean firm, boolean lines, Counted counted, Conditions conditions, Amount amount) {

    /** What is asked for. */
    enum Want {
        /** Nothing that needs the whole text. */
        NOTHING,
        /** A number of things. */
        COUNT,
        /** Things of a kind. */
        LIST,
        /** People who did something. */
        WHO,
        /** Who or what has the most or the fewest of something. */
        MOST,
        /** A sum of amounts. */
        SUM,
        /** How many lines, words or the like the text has. */
        EXTENT,
        /** How often a word stands in the text. */
        TIMES,
        /** A fact of one numbered record. */
        RECORD,
        /** The value of a field of a record. */
        FIELD,
        /** All names of the text. */
        EVERYBODY;

        boolean asked() {
            return this != NOTHING;
        }
    }

    /** {@return what the question asks of the whole text; {@link Want#NOTHING} when a passage can answer it} */
    static Tally of(String question) {
        return new TallyReader(question).tally();
    }

    /** {@return the items of a Python dict} */
    String literal() {
        return "\"want\": " + Quoted.of(want.asked() ? Words.lower(want.name()) : "") + ", \"firm\": " + python(firm)
                + ", \"lines\": " + python(lines) + ",\n     " + counted.literal() + ",\n     " + conditions.literal()
                + ",\n     " + amount.literal();
    }

    private static String python(boolean value) {
        return value ? "True" : "False";
    }

    /**
     * The things asked for.
     *
     * @param noun their stem; empty when none is named
     * @param distinct whether the question says that each counts once
     * @param record the number of the one record asked about; else empty
     * @param role what the person or value asked for is to the deed: {@code by}, {@code to} or {@code when}
     */
    record Counted(String noun, boolean distinct, String record, String role) {

        private String literal() {
            String level = noun.matches("error|warn|warning|info|debug|fatal|critical|severe|trace")
                    ? noun.substring(0, 4).toUpperCase(Locale.ROOT)
                    : "";
            return "\"noun\": " + Quoted.of(noun) + ", \"kind\": " + Quoted.of(Patterns.word(noun)) + ", \"level\": "
                    + Quoted.of(level) + ", \"distinct\": " + python(distinct) + ", \"record\": " + Quoted.of(record)
                    + ", \"role\": " + Quoted.of(role);
        }
    }

    /**
     * What the places of the text must hold.
     *
     * @param quoted texts in quotation marks
     * @param names names and numbers
     * @param content further words with a content
     * @param deeds verbs, which a text may word otherwise
     */
    record Conditions(List<String> quoted, List<String> names, List<String> content, List<String> deeds) {

        boolean none() {
            return quoted.isEmpty() && names.isEmpty() && content.isEmpty() && deeds.isEmpty();
        }

        private String literal() {
            List<String> must = Stream.concat(
                            quoted.stream().map(Patterns::exact), names.stream().map(Patterns::name))
                    .toList();
            return "\"must\": " + Quoted.of(must) + ", \"named\": "
                    + Quoted.of(names.stream().map(Patterns::name).toList()) + ", \"shown\": " + Quoted.of(names)
                    + ", \"content\": "
                    + Quoted.of(content.stream().map(Patterns::word).toList()) + ", \"soft\": "
                    + Quoted.of(deeds.stream().map(Patterns::word).toList());
        }
    }

    /**
     * Which number of a place is meant.
     *
     * @param sign the sign of a comparison; empty without one
     * @param bound what is compared with
     * @param unit what stands beside the number; empty for any currency
     * @param measures words that name the column of such a number
     */
    record Amount(String sign, String bound, String unit, List<String> measures) {

        private String literal() {
            String over = sign.isEmpty()
                    ? "None"
                    : "[" + Quoted.of(sign) + ", " + Quoted.of(bound) + ", " + Quoted.of(Patterns.word(unit)) + "]";
            return "\"over\": " + over + ", \"unit\": " + Quoted.of(Patterns.word(unit)) + ", \"measures\": "
                    + Quoted.of(measures.stream().map(Patterns::word).toList());
        }
    }
}
