package io.rlmgateway.upstream.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** A turn of the root model: a sentence on what it does, and the cell that does it. */
final class RootReply {

    private static final int MOST_FAILURES = 3;

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
            case "look", "scan" -> ask();
            case "ask", "tally" -> answer();
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
        return cell("I first look at the text and search it; it is " + parts + " that I have to answer.", "look");
    }

    private String ask() {
        boolean tallying = tasks.stream().anyMatch(task -> task.tally().want().asked());
        String ask = script("ask") + (tallying ? "\n" + script("tally") : "");
        return fenced("Now a sub-question over each passage, all in one batch.", ask);
    }

    private String answer() {
        return cell("I compare the replies and answer with the best supported.", "answer");
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
