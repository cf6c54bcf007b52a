package io.rlmgateway.upstream.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A turn of the root model: a sentence on what it does, and the cell that does it. */
final class RootReply {

    private static final int MOST_FAILURES = 3;

    /** What the step {@code look} prints when it has counted all that was asked. */
    private static final Pattern NOTHING_LEFT = Pattern.compile("(?m)^Nothing is left to ask\\.$");

    private final Transcript transcript;
    private final Comparison comparison;
    private final List<Task> tasks;

    private RootReply(Transcript transcript) {
        this.transcript = transcript;
        this.comparison = Comparison.of(transcript.question());
        List<String> questions =
                comparison.questions().isEmpty() ? SubQuestions.of(transcript.question()) : comparison.questions();
        this.tasks = questions.stream().map(Task::of).toList();
    }

    static String to(Transcript transcript) {
        return new RootReply(transcript).next();
    }

    private String next() {
        if (tasks.isEmpty()) {
            return "No question was asked.\n\nFINAL(I found no question. Ask one about the text.)";
        }
        if (transcript.failures() >= MOST_FAILURES) {
            return cell("Too much failed; I stop here.", "surrender");
        }
        return transcript.failed() ? retry() : proceed();
    }

    private String proceed() {
        return switch (transcript.lastStep()) {
            case "" -> look();
            case "look" -> NOTHING_LEFT.matcher(transcript.output()).find() ? answer() : ask();
            case "scan" -> ask();
            case "ask" -> answer();
            default -> cell("I cannot get further.", "surrender");
        };
    }

    private String retry() {
        return transcript.lastStep().equals("answer")
                ? cell("I cannot put an answer together.", "surrender")
                : cell("That failed, so I scan the text in plain Python, without the search.", "scan");
    }

    private String look() {
        String parts = tasks.size() == 1 ? "one question" : tasks.size() + " questions";
        boolean tallying = tasks.stream().anyMatch(task -> task.tally().want().asked());
        String how = tallying ? "count over the whole of it where that is asked, and search it" : "search it";
        String look = script("look").replace("$TALLY", tallying ? script("tally") : "");
        return fenced("I first look at the text and " + how + "; it is " + parts + " that I have to answer.", look);
    }

    private String ask() {
        return cell("Now a sub-question over each passage, all in one batch.", "ask");
    }

    private String answer() {
        return cell("I answer with what is best supported.", "answer");
    }

    private String cell(String prose, String script) {
        return fenced(prose, script(script));
    }

    private static String fenced(String prose, String script) {
        return prose + "\n\n```repl\n" + script.strip() + "\n```";
    }

    private String script(String name) {
        return resource(name)
                .replace(
                        "$TASKS",
                        tasks.stream().map(Task::literal).collect(Collectors.joining(",\n    ", "[\n    ", "\n]")))
                .replace("$FORM", Quoted.of(LeafPrompt.FORM))
                .replace("$ENOUGH", String.valueOf(LeafReply.ENOUGH))
                .replace("$COMPARE", comparison.questions().isEmpty() ? "False" : "True")
                .replace("$LARGEST", comparison.largest() ? "True" : "False");
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(RootReply.class.getResourceAsStream(name + ".py"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
