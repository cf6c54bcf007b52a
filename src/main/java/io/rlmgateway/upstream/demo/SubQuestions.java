package io.rlmgateway.upstream.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Takes a question apart into questions that each have one answer. */
final class SubQuestions {

    private static final String ASKING =
            "what|which|how|who|whom|whose|when|where|why|is|are|does|do|did|can|explain|describe|name|tell|give|list|count|define";
    private static final Pattern SENTENCE = Pattern.compile("(?<=[?!])\\s+|(?<=[.])\\s+(?=\\p{Lu})|\\n+");
    private static final Pattern NEXT_CLAUSE =
            Pattern.compile("(?i)\\s*[,;]?\\s+(?:and|as well as|or|but)\\s+(?:also\\s+|then\\s+)?(?=(?:" + ASKING
                    + ")\\b)|[,;]\\s+(?=(?:what|which|how|who|when|where)\\b)");
    private static final Pattern INTERROGATIVE =
            Pattern.compile("(?is)(?:.*[,:]\\s*)?(?:\\W|\\d)*(?:(?:and|also|then|please|so|now)\\s+)*(?:" + ASKING
                    + "|find|compare|summari[sz]e)\\b.*");
    private static final String NAME = "[`'\"“]?(?:--?)?[\\p{L}_][\\p{L}\\p{N}_./$-]*(?:\\(\\))?[`'\"”]?";
    private static final Pattern LISTED = Pattern.compile(
            NAME + "(?:\\s*,\\s*" + NAME + ")*\\s*,?\\s+(?:and|or)\\s+(?:of\\s+|for\\s+)?(?:the\\s+)?" + NAME);
    private static final Pattern ITEM = Pattern.compile(
            "\\s*,\\s*(?:and\\s+|or\\s+)?(?:of\\s+)?|\\s+(?:and|or)\\s+(?:of\\s+|for\\s+)?(?:the\\s+)?");
    /** A plural that tells that what stands before it are names. */
    private static final Pattern NAMED = Pattern.compile("(?i)^\\s+(?:\\w+\\s+)?(?:" + QuestionReader.KINDS + ")s\\b");

    private static final int MOST = 12;

    private SubQuestions() {}

    /** {@return the questions in order, at least one unless the text is blank} */
    static List<String> of(String question) {
        List<String> questions = new ArrayList<>();
        for (String sentence : asked(question)) {
            for (String clause : NEXT_CLAUSE.split(sentence, -1)) {
                if (!clause.isBlank()) {
                    questions.addAll(spread(withName(clause.strip(), questions)));
                }
            }
        }
        return questions.stream().distinct().limit(MOST).toList();
    }

    private static List<String> asked(String question) {
        List<String> sentences = Stream.of(SENTENCE.split(question.strip(), -1))
                .map(sentence -> sentence.strip().replaceFirst("^(?:[-*•]|\\(?\\d+[.)])\\s*", ""))
                .filter(sentence -> !sentence.isBlank())
                .toList();
        List<String> asking =
                sentences.stream().filter(sentence -> sentence.endsWith("?")).toList();
        if (asking.isEmpty()) {
            asking = sentences.stream()
                    .filter(sentence -> INTERROGATIVE.matcher(sentence).matches())
                    .toList();
        }
        return asking.isEmpty() ? sentences : asking;
    }

    /** A pronoun of a later clause stands for the name that the one before it was about. */
    private static String withName(String clause, List<String> before) {
        if (before.isEmpty()) {
            return clause;
        }
        String subject = QuestionReader.read(before.getLast()).subject();
        if (subject.isEmpty()) {
            return clause;
        }
        String name = Matcher.quoteReplacement(subject);
        return clause.replaceFirst("(?i)\\bits\\b", name + "'s")
                .replaceFirst("(?i)\\b(?:it|they|that setting|that parameter)\\b", name);
    }

    /** "the defaults of a_b and c_d" asks twice. */
    private static List<String> spread(String clause) {
        Matcher listed = LISTED.matcher(clause);
        int from = 0;
        while (listed.find(from)) {
            boolean told = NAMED.matcher(clause.substring(listed.end())).find();
            List<String> items = names(ITEM.split(listed.group(), -1), told);
            if (items.size() > 1) {
                int start =
                        listed.end() - listed.group().length() + listed.group().indexOf(items.getFirst());
                String head = clause.substring(0, start);
                String tail = clause.substring(listed.end());
                return items.stream().map(item -> head + item + tail).toList();
            }
            from = listed.start() + 1;
        }
        return List.of(clause);
    }

    /** The names at the end of an enumeration; its first item may have swallowed nothing but a name. */
    private static List<String> names(String[] items, boolean told) {
        List<String> names = new ArrayList<>();
        for (String item : items) {
            if (isName(item) || (told && !Words.isStop(item))) {
                names.add(item);
            } else {
                return List.of();
            }
        }
        return names;
    }

    private static boolean isName(String item) {
        String bare = item.replaceAll("[`'\"“”()]", "");
        return Words.isIdentifier(bare) || bare.matches("[\\p{Lu}][\\p{Lu}\\p{N}_]{2,}");
    }
}
