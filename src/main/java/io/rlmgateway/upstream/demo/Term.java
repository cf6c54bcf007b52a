package io.rlmgateway.upstream.demo;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A word of a question that an answering text should hold.
 *
 * @param word as written
 * @param stem its stem
 * @param weight how much it decides: 1 for an ordinary word
 */
record Term(String word, String stem, double weight) {

    /** Words that mean nearly the same, by their stems. */
    private static final List<Set<String>> KIN = List.of(
            Set.of("maximum", "max", "limit", "largest", "highest", "upper", "longest"),
            Set.of("minimum", "min", "smallest", "lowest", "least", "shortest"),
            Set.of("long", "length"),
            Set.of("big", "larg", "siz"),
            Set.of("delet", "remov", "drop", "discard"),
            Set.of("creat", "mak", "defin", "new"),
            Set.of("show", "display", "list", "print", "view"),
            Set.of("chang", "alter", "modifi"),
            Set.of("rebuild", "rebuilt", "recreat", "reindex"),
            Set.of("begin", "start"),
            Set.of("end", "stop", "abort", "cancel"),
            Set.of("transaction", "transact"),
            Set.of("permission", "permiss", "privileg", "right"),
            Set.of("argument", "argu", "parameter"),
            Set.of("return", "get", "giv"),
            Set.of("win", "won"),
            Set.of("buy", "bought", "purchas"),
            Set.of("writ", "written", "wrot"),
            Set.of("enabl", "on", "activ"),
            Set.of("disabl", "off"));

    static Term of(String word) {
        double weight = 1;
        if (Words.isIdentifier(word)) {
            weight = 3;
        } else if (Character.isDigit(word.charAt(0)) || Character.isUpperCase(word.charAt(0))) {
            weight = 1.6;
        }
        return new Term(word, Words.stem(word), weight);
    }

    boolean identifier() {
        return Words.isIdentifier(word);
    }

    /** {@return how well the stems of a text hold this term: 1 for itself, less for a kin word, 0 for not at all} */
    double in(Set<String> stems) {
        if (stems.contains(Words.lower(word)) || stems.contains(stem)) {
            return 1;
        }
        int dot = word.lastIndexOf('.');
        if (dot > 0 && stems.contains(Words.lower(word.substring(dot + 1)))) {
            return 0.95;
        }
        Set<String> kin = kin(stem);
        return kin != null && kin.stream().anyMatch(stems::contains) ? 0.8 : 0;
    }

    /** {@return its stem and those of its kin} */
    List<String> alternatives() {
        Set<String> kin = kin(stem);
        return Stream.concat(
                        Stream.of(stem),
                        kin == null ? Stream.of() : kin.stream().sorted())
                .map(one -> one.replaceFirst("i$", ""))
                .distinct()
                .toList();
    }

    private static @Nullable Set<String> kin(String stem) {
        return KIN.stream().filter(group -> group.contains(stem)).findFirst().orElse(null);
    }
}
