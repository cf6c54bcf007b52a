package io.rlmgateway.upstream.demo;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Regular expressions of Python that meet a word of a question in a text, whatever the case. */
final class Patterns {

    /** The forms of verbs that no ending makes. */
    private static final List<Set<String>> VERBS = List.of(
            Set.of("buy", "bought", "purchas"),
            Set.of("sell", "sold"),
            Set.of("write", "writes", "wrote", "writing", "written"),
            Set.of("send", "sent"),
            Set.of("keep", "kept"),
            Set.of("make", "makes", "made", "making"),
            Set.of("pay", "paid"),
            Set.of("take", "takes", "took", "taken", "taking"),
            Set.of("give", "gives", "gave", "given", "giving"),
            Set.of("go", "goes", "went", "gone"),
            Set.of("come", "comes", "came", "coming"),
            Set.of("leave", "leaves", "left"),
            Set.of("find", "found"),
            Set.of("build", "built"),
            Set.of("hold", "held"),
            Set.of("tell", "told"),
            Set.of("meet", "met"),
            Set.of("win", "won"),
            Set.of("lose", "loses", "lost"),
            Set.of("spend", "spent"),
            Set.of("see", "sees", "saw", "seen"),
            Set.of("know", "knew", "known"),
            Set.of("begin", "began", "begun"),
            Set.of("drink", "drank", "drunk"),
            Set.of("eat", "ate", "eaten"),
            Set.of("teach", "taught"),
            Set.of("catch", "caught"),
            Set.of("bring", "brought"),
            Set.of("think", "thought"),
            Set.of("steal", "stole", "stolen"),
            Set.of("lie", "lies", "lay", "lying"),
            Set.of("cost", "costs"),
            Set.of("read", "reads", "reading"),
            Set.of("own", "owns", "owned"),
            Set.of("speak", "spoke", "spoken"),
            Set.of("get", "gets", "got"),
            Set.of("say", "says", "said"),
            Set.of("fall", "fell", "fallen"),
            Set.of("sleep", "slept"),
            Set.of("need", "needs", "needed", "require", "requires", "required"));

    private static final Set<String> PEOPLE = Set.of("man", "men", "woman", "women", "child", "children", "person");

    private Patterns() {}

    /** {@return the pattern of any form of a word; empty for the empty word} */
    static String word(String word) {
        if (word.isEmpty()) {
            return "";
        }
        Set<String> forms = forms(Words.lower(word));
        String stem = forms.iterator().next();
        if (forms.size() == 1 && stem.length() > 2 && stem.matches("\\p{L}+[iy]")) {
            return "(?i:(?<!\\w)" + stem.substring(0, stem.length() - 1) + "(?:y|ie[sd]?|ying)(?!\\w))";
        }
        return "(?i:(?<!\\w)(?:" + forms.stream().map(Patterns::escaped).collect(Collectors.joining("|")) + ")"
                + ends(forms) + "(?!\\w))";
    }

    /** Short stems get the usual endings only, before which their last letter may be doubled. */
    private static String ends(Set<String> forms) {
        String first = forms.iterator().next();
        if (forms.size() > 1 || first.length() > 3) {
            return forms.size() > 1 ? "(?:e?[sd]|ing|ers?|e)?" : "\\w{0,4}";
        }
        return "(?:" + escaped(first.substring(first.length() - 1)) + "?(?:ed|ing)s?|e?s|e)?";
    }

    /** {@return the pattern of a text to the letter, inside words as well} */
    static String exact(String text) {
        return "(?i:" + escaped(text) + ")";
    }

    /** {@return the pattern of a name or number that stands for itself} */
    static String name(String name) {
        return "(?i:(?<!\\w)" + escaped(name).replace(" ", "\\s+") + "(?!\\w))";
    }

    /** {@return whether a word is a form of a verb, as far as its letters tell} */
    static boolean isDeed(String word) {
        return word.matches("\\p{Ll}{2,}ed")
                || VERBS.stream()
                        .anyMatch(forms -> forms.contains(word) || forms.contains(word.replaceFirst("s$", "")));
    }

    private static Set<String> forms(String word) {
        String stem = Words.stem(word);
        Set<String> forms = new TreeSet<>();
        VERBS.stream()
                .filter(verb -> verb.contains(word) || (!word.endsWith("ment") && verb.contains(stem)))
                .forEach(forms::addAll);
        if (forms.isEmpty()) {
            boolean cut = stem.length() < 4 && word.length() - stem.length() > 3;
            forms.add(PEOPLE.contains(word) ? word : cut ? Words.singular(word) : stem);
        }
        return forms;
    }

    private static String escaped(String text) {
        return Task.plain(Pattern.quote(text));
    }
}
