package io.rlmgateway.upstream.demo;

import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.Message.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A prompt taken apart.
 *
 * @param question what is asked; may be empty
 * @param text what it is asked about; may be empty
 * @param structured whether a line of JSON is asked for
 */
record LeafPrompt(String question, String text, boolean structured) {

    /** The form in which the root's cells ask; the reply is one line of JSON. */
    static final String FORM = """
            Question: <question>
            Answer from the text alone, with one line of JSON: {"answer": "the value or the sentence", "quote": "the sentence \
            it stands in", "score": 0 to 100, "number": the value in bytes or seconds or as it stands, or null}. \
            A score of 0 says that the text does not answer.

            Text:
            <text>""";

    private static final Pattern OWN = Pattern.compile(
            "(?s)^Question: (?<question>.*?)\nAnswer from the text alone, with one line of JSON: .*?\n\nText:\n(?<text>.*)$");
    private static final Pattern LABELLED = Pattern.compile(
            "(?im)^\\W{0,4}(?:question|query|task|q|user question|instruction)\\W{0,3}:[*\\s]*(?<question>\\S.*)$");
    private static final Pattern TEXT_LABEL = Pattern.compile(
            "(?im)^\\W{0,4}(?:the )?(?:text|context|passages?|documents?|content|chunk|excerpts?|article|data|input)\\b[^\\n:]{0,60}:[*\\s]*$|^\\W{0,4}(?:text|context|passages?|documents?|content|chunk|excerpts?)\\s*:\\s*(?=\\S)");
    private static final Pattern ASKING = Pattern.compile(
            "(?is)\\W*(?:please\\s+)?(?:what|which|who|whom|whose|when|where|why|how|is|are|does|do|did|can|find|list|count|name|tell|give|extract|summari[sz]e|explain|describe|answer|identify|from the|based on|according|given|in the|read)\\b.*");
    private static final int LONGEST_QUESTION = 700;

    static LeafPrompt of(List<Message> messages) {
        String prompt = String.join(
                "\n\n",
                messages.stream()
                        .filter(message -> message.role() != Role.SYSTEM)
                        .map(Message::text)
                        .toList());
        Matcher own = OWN.matcher(prompt);
        if (own.matches()) {
            return new LeafPrompt(own.group("question"), own.group("text"), true);
        }
        return of(prompt);
    }

    /** {@return the parts of any prompt: a labelled question, or the asking paragraph at one of its ends} */
    static LeafPrompt of(String prompt) {
        Matcher labelled = LABELLED.matcher(prompt);
        if (labelled.find()) {
            String rest = prompt.substring(0, labelled.start()) + "\n\n" + prompt.substring(labelled.end());
            return new LeafPrompt(labelled.group("question").strip(), afterLabel(rest), false);
        }
        List<String> paragraphs = new ArrayList<>(List.of(prompt.strip().split("\\n\\s*\\n", -1)));
        int at = askingParagraph(paragraphs);
        if (at < 0) {
            return firstLine(prompt);
        }
        String question = paragraphs.remove(at);
        int label = question.indexOf('\n');
        if (paragraphs.isEmpty() && label > 0) {
            return firstLine(prompt);
        }
        return new LeafPrompt(
                question.replaceFirst("(?i)\\s*\\n?(?:text|context|passage|document)s?:$", ""),
                afterLabel(String.join("\n\n", paragraphs)),
                false);
    }

    private static int askingParagraph(List<String> paragraphs) {
        int last = paragraphs.size() - 1;
        for (int at : new int[] {0, last}) {
            if (paragraphs.get(at).contains("?") && paragraphs.get(at).length() < LONGEST_QUESTION) {
                return at;
            }
        }
        for (int at : new int[] {0, last}) {
            if (paragraphs.get(at).length() < LONGEST_QUESTION
                    && ASKING.matcher(paragraphs.get(at)).matches()) {
                return at;
            }
        }
        return -1;
    }

    /** A prompt without blank lines: its first or last line asks, or a sentence in it does. */
    private static LeafPrompt firstLine(String prompt) {
        List<String> sentences =
                new ArrayList<>(List.of(prompt.strip().split("\\n+|(?<=[?])\\s+|(?<=[.!:])\\s+(?=\\p{Lu})", -1)));
        int at = -1;
        for (int i = 0; i < sentences.size() && at < 0; i++) {
            at = sentences.get(i).strip().endsWith("?") ? i : -1;
        }
        if (at < 0 && ASKING.matcher(sentences.getFirst()).matches()) {
            at = 0;
        }
        if (at < 0) {
            return new LeafPrompt("", prompt, false);
        }
        String question = sentences.remove(at);
        return new LeafPrompt(question, String.join("\n", sentences), false);
    }

    private static String afterLabel(String rest) {
        Matcher label = TEXT_LABEL.matcher(rest);
        return label.find() ? rest.substring(label.end()).strip() : rest.strip();
    }
}
