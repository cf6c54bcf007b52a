package io.rlmgateway.upstream.demo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** English words: tokens, light stems, and the words that carry no content. */
final class Words {

    /** A word, a number or an identifier with inner dots, hyphens, slashes and underscores. */
    static final Pattern TOKEN = Pattern.compile(
            "(?:--?(?=\\p{L}))?[\\p{L}\\p{N}_$]+(?:[.\\-/'’:][\\p{L}\\p{N}_]+)*|(?<=\\s)-?[\\p{L}](?=\\s)");

    private static final Pattern PART = Pattern.compile("[\\p{L}\\p{N}]+");

    private static final Set<String> STOP = new HashSet<>(List.of(
            ("a an the and or but nor of in on at by for to from with without within into onto over under about as is"
                            + " are was were be been being am do does did done doing have has had having will would shall should"
                            + " can could may might must it its it's itself this that these those there here he she they them"
                            + " his her their theirs we us our you your i me my not no yes so than then too very just also"
                            + " what which who whom whose when where why how if because while during between among per each"
                            + " any some all both either neither more most other such only own same s t don now please tell"
                            + " give show me know find say says said let get gets got many much long often according document"
                            + " documents documentation text file doc docs manual attached given following answer question"
                            + " using use used uses exactly called name named value values")
                    .split(" ", -1)));

    private static final Set<String> SMALL = new HashSet<>(List.of(
            "the a an of to and is are was were be for with by from that this these it its as on at or not can may when if which will all has have one each into only set"
                    .split(" ", -1)));
    /** Of so many words of English, one at least is small. */
    private static final int FEW = 10;

    private Words() {}

    /** {@return the tokens as written} */
    static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        return tokens;
    }

    /** {@return the stems of all tokens, and of the parts of those that are identifiers} */
    static Set<String> stems(String text) {
        Set<String> stems = new HashSet<>();
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            String token = lower(matcher.group());
            stems.add(token);
            stems.add(stem(token));
            Matcher part = PART.matcher(token);
            while (part.find()) {
                stems.add(stem(part.group()));
            }
        }
        return stems;
    }

    /** {@return whether the word carries no content of its own} */
    static boolean isStop(String word) {
        return STOP.contains(lower(word));
    }

    /** {@return whether the word is a name of a program's world: it has an inner mark or mixed case} */
    static boolean isIdentifier(String word) {
        return word.matches("[\\p{L}\\p{N}_$]*_[\\p{L}\\p{N}_.$-]*")
                || word.matches("--?\\p{L}[\\w-]*")
                || word.matches("(?i)\\p{L}[\\p{L}\\p{N}]*(?:\\.[\\p{L}\\p{N}_-]{2,})+")
                || word.matches("\\p{Ll}+\\p{Lu}\\w*");
    }

    /** {@return whether a text is English, as far as its small words tell; short ones are} */
    static boolean isEnglish(String text) {
        List<String> tokens = tokens(text);
        long small =
                tokens.stream().filter(token -> SMALL.contains(lower(token))).count();
        return tokens.size() < FEW || small * FEW >= tokens.size();
    }

    static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    /** {@return a light stem: plural, -ing, -ed, -ion and a final e are removed; other endings stay} */
    static String stem(String word) {
        String stem = lower(word).replaceAll("['’]s?$", "");
        if (stem.length() < 4 || !stem.chars().allMatch(Character::isLetter)) {
            return stem;
        }
        return withoutEnding(singular(stem));
    }

    static String singular(String word) {
        if (word.endsWith("ies") && word.length() > 4) {
            return word.substring(0, word.length() - 3) + "y";
        }
        if (word.equals("indices")) {
            return "index";
        }
        if (word.matches(".*(?:ss|sh|ch|x|z)es")) {
            return word.substring(0, word.length() - 2);
        }
        return word.endsWith("s") && !word.matches(".*(?:ss|us|is)") ? word.substring(0, word.length() - 1) : word;
    }

    private static String withoutEnding(String word) {
        for (String ending : List.of("ment", "ion", "ing", "ed", "ly", "e")) {
            if (word.endsWith(ending) && word.length() - ending.length() >= 3) {
                return undoubled(word.substring(0, word.length() - ending.length()));
            }
        }
        return word.endsWith("y") ? word.substring(0, word.length() - 1) + "i" : word;
    }

    private static String undoubled(String stem) {
        int last = stem.length() - 1;
        boolean doubled =
                last > 2 && stem.charAt(last) == stem.charAt(last - 1) && "bdgmnprt".indexOf(stem.charAt(last)) >= 0;
        return doubled ? stem.substring(0, last) : stem;
    }
}
