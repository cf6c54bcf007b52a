package io.rlmgateway.session;

import io.rlmgateway.document.DocumentText;
import io.rlmgateway.upstream.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The prompts of a session, filled in from the resource files beside this class. */
final class PromptTexts {

    private static final int EARLIER_CHARACTERS = 16_000;

    /** Of every kind that a reader may take for one. */
    private static final Pattern LINE_END = Pattern.compile("\\R");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Map<String, String> RESOURCES = new ConcurrentHashMap<>();

    private final SessionProperties.Session settings;
    private final Profiles profiles;
    private final ClientTools tools;

    /**
     * Prompts of one session.
     *
     * @param tools the client's, which the root session has
     */
    PromptTexts(SessionProperties.Session settings, Profiles profiles, ClientTools tools) {
        this.settings = settings;
        this.profiles = profiles;
        this.tools = tools;
    }

    /**
     * The conversation before the first turn: how to work, facts about the context, the question. The question stands
     * in a message of its own, so that no document's excerpt can be taken for it.
     */
    List<Message> opening(Task task, long subWindow) {
        List<Message> messages = new ArrayList<>();
        messages.add(Message.system(system(task, subWindow)));
        messages.add(Message.user(facts(task) + earlier(task.history())));
        messages.add(Message.user(task.question()));
        return messages;
    }

    /** The question that ends a session without an answer. */
    static String closing(String reason, String variables) {
        return fill("closing", Map.of("reason", reason, "variables", variables.isBlank() ? "(none)" : variables));
    }

    /** The same where the answer must be JSON. */
    static String closing(String reason, String variables, String schema) {
        return fill(
                "closing-form",
                Map.of("reason", reason, "variables", variables.isBlank() ? "(none)" : variables, "schema", schema));
    }

    /** What a root model is told whose final answer must match a schema. */
    static String finalForm(String schema) {
        return fill("final-form", Map.of("schema", schema)).strip();
    }

    /** What a root model is told whose final answer does not match. */
    static String finalMismatch(String why) {
        return fill("final-mismatch", Map.of("why", why)).strip();
    }

    /** What a sub-model is told whose reply must match a schema. */
    static String schema(String schema) {
        return fill("schema", Map.of("schema", schema)).strip();
    }

    /** What a sub-model is told whose reply does not match. */
    static String mismatch(String why) {
        return fill("mismatch", Map.of("why", why)).strip();
    }

    /** What a sub-model is told whose reply must have quotations. */
    static String quotations() {
        return fill("quotations", Map.of()).strip();
    }

    /** What stands for turns that were left out. */
    static String leftOut(int turns, String variables, String notes) {
        return fill(
                        "left-out",
                        Map.of(
                                "turns",
                                String.format(Locale.ROOT, "%,d", turns),
                                "variables",
                                variables,
                                "notes",
                                notes))
                .strip();
    }

    /** What stands for the Python that earlier requests left. */
    static String continued(String variables) {
        return fill("continued", Map.of("variables", variables.isBlank() ? "(nothing)" : variables))
                .strip();
    }

    /** What the root model is told when that Python is gone. */
    static String startedAfresh(String reason) {
        return fill("started-afresh", Map.of("reason", reason)).strip();
    }

    /** What a root model is told of the tools of the client. */
    static String tools(String functions, String demanded) {
        return fill("tools", Map.of("functions", functions, "demanded", demanded))
                .strip();
    }

    private String system(Task task, long subWindow) {
        String prompt = new SystemPrompt(
                        profiles.of(task.models()),
                        profiles.chunkCharacters(task.models(), subWindow),
                        subWindow * Profiles.CHARACTERS_PER_TOKEN,
                        settings.shownCharacters(),
                        task.level() < task.limits().depth(),
                        task.level() + 1 < task.limits().depth())
                .text();
        String told = task.level() == 0 ? tools.told() : "";
        prompt = told.isEmpty() ? prompt : prompt + "\n" + told + "\n";
        return task.instructions().isEmpty()
                ? prompt
                : prompt + "\nWhat the answer must follow:\n\n" + String.join("\n\n", task.instructions()) + "\n";
    }

    private static String facts(Task task) {
        if (task.documents().isEmpty()) {
            return String.format(
                    Locale.ROOT,
                    "`context` is a str of %,d characters.",
                    task.contextText().codePointCount(0, task.contextText().length()));
        }
        long sum = task.documents().stream().mapToLong(DocumentText::length).sum();
        String form = task.documents().size() == 1
                ? String.format(Locale.ROOT, "`context` is a str of %,d characters:", sum)
                : String.format(
                        Locale.ROOT,
                        "`context` is a list of %d str, %,d characters in all:",
                        task.documents().size(),
                        sum);
        List<String> facts = new ArrayList<>(List.of(form));
        for (int i = 0; i < task.documents().size(); i++) {
            facts.add(facts(i, task.documents().get(i)));
        }
        return String.join("\n\n", facts);
    }

    private static String facts(int index, DocumentText document) {
        String title = String.format(
                Locale.ROOT,
                "documents[%d] \"%s\", %s, %,d characters.",
                index,
                ShownName.of(document.name()),
                ShownName.of(document.mediaType()),
                document.length());
        String head = document.head();
        return document.length() <= head.codePointCount(0, head.length())
                ? title + " It reads:\n" + quoted(head)
                : title + " It begins:\n" + quoted(head) + "\nIt ends:\n" + quoted(document.tail());
    }

    /** The last turns of the conversation; an older one is in {@code history} only. */
    private static String earlier(List<Map<String, String>> history) {
        StringBuilder turns = new StringBuilder();
        int first = history.size();
        while (first > 0) {
            Map<String, String> turn = history.get(first - 1);
            String text = turn.get("role") + ":\n" + quoted(Objects.requireNonNull(turn.get("content")));
            if (turns.length() + text.length() > EARLIER_CHARACTERS) {
                break;
            }
            turns.insert(0, "\n\n" + text);
            first--;
        }
        if (history.isEmpty()) {
            return "";
        }
        String missing =
                first == 0 ? "" : String.format(Locale.ROOT, " The first %,d of them stand only there.", first);
        return "\n\nThe question follows on these messages, which are in `history`." + missing + turns;
    }

    private static String quoted(String excerpt) {
        return LINE_END.splitAsStream(excerpt).map(line -> "> " + line).collect(Collectors.joining("\n"));
    }

    private static String fill(String name, Map<String, String> values) {
        return filled(resource(name), values);
    }

    /** {@return a text with values in the place of its placeholders} */
    static String filled(String text, Map<String, String> values) {
        // in one pass, so that a value that looks like a placeholder stays as it is
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found ->
                        Matcher.quoteReplacement(Objects.requireNonNull(values.get(found.group(1)), found.group())));
    }

    /** {@return a prompt as it is written} */
    static String resource(String name) {
        return RESOURCES.computeIfAbsent(name, each -> YamlValues.resource("prompts/" + each + ".md"));
    }
}
