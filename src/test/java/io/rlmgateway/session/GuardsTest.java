package io.rlmgateway.session;

import static io.rlmgateway.session.ScriptedRepls.printed;
import static io.rlmgateway.session.SessionFixture.cell;
import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.repl.CellOutput;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.repl.ReplFunction.FailedAnswer;
import io.rlmgateway.session.Question.Mode;
import io.rlmgateway.session.Question.Settings;
import io.rlmgateway.session.SessionProperties.Guards;
import io.rlmgateway.session.SessionProperties.SessionLimits;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What root models are told, or kept from, when they go astray. */
class GuardsTest {

    private static final Guards NONE = new Guards(false, false, false, false);

    private SessionFixture session;

    @BeforeEach
    void open(@TempDir Path directory) {
        session = new SessionFixture(directory);
        session.limits = new SessionLimits(8, 1, 500, 2_000_000, 5, Duration.ofMinutes(10), 5, 64);
        // where recorded answers are taken again, the model is told of that instead
        session.subCalls = new SessionProperties.SubCallSettings(false, 2, 0.2);
    }

    /** Runs a session whose turns are these cells; gives what was shown after each. */
    private List<String> shown(String... cells) {
        for (String code : cells) {
            session.models.turn(cell(code));
        }
        session.models.turn("FINAL(done)");
        session.ask("How many?");
        return session.models.requests(Purpose.ROOT).stream()
                .skip(1)
                .map(ModelRequest::messages)
                .map(messages -> messages.getLast().text())
                .toList();
    }

    private void asks(String code, List<String> prompts) {
        session.repls.on(code, repl -> {
            repl.call("llm_query_batched", "prompts", prompts);
            return printed(code);
        });
    }

    private static List<String> lines(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "Is line " + i + " good?")
                .toList();
    }

    @Test
    void aCellThatRunsAgainWithTheSameOutcomeIsToldAndTheThirdTimeFirmly() {
        List<String> shown = shown("look()", "look()", "other()", "look()");
        assertThat(shown.get(0)).doesNotContain("[note:");
        assertThat(shown.get(1)).contains("[note: This same cell ran before, with the same outcome.");
        assertThat(shown.get(2)).doesNotContain("[note:");
        assertThat(shown.get(3))
                .contains("[note: This same cell has now run 3 times with the same outcome")
                .contains("end now with the best answer");
    }

    @Test
    void aCellThatFailsAgainInTheSameWayIsToldWhateverItsTracebackSays() {
        int[] runs = {0};
        session.repls.on(
                "bad()",
                repl -> new Execution.Failed(CellOutput.NONE, "NameError: bad", "in <cell " + ++runs[0] + ">"));
        assertThat(shown("bad()", "bad()").get(1)).contains("[note: This same cell ran before");
    }

    @Test
    void aCellThatRunsAgainWithAnotherOutcomeIsNotTold() {
        int[] runs = {0};
        session.repls.on("step()", repl -> printed("step " + ++runs[0]));
        assertThat(shown("step()", "step()", "step()")).noneMatch(text -> text.contains("[note:"));
    }

    @Test
    void subPromptsThatAnEarlierCellAskedAreToldAndCopiesWithinACellAreNot() {
        asks("first", List.of("a", "a", "b"));
        asks("second", List.of("b", "c"));
        asks("third", List.of("d"));
        List<String> shown = shown("first", "second", "third");
        assertThat(shown.get(0)).doesNotContain("[note:");
        assertThat(shown.get(1))
                .contains("[note: 1 of the 2 sub-prompts of this cell were asked before, word for word,"
                        + " the last of them in cell 1.");
        assertThat(shown.get(2)).doesNotContain("[note:");
    }

    @Test
    void aFloodOfTinySubPromptsIsToldOnceWithABetterSize() {
        asks("flood", lines(61));
        asks("again", lines(61).stream().map(line -> line + "!").toList());
        List<String> shown = shown("flood", "again");
        assertThat(shown.get(0))
                .contains("[note: You have asked 61 sub-prompts of some 15 characters each; a sub-call is worth about"
                        + " 100,000. Put some 6,666 of such pieces into one prompt")
                .contains("that is 1 sub-calls instead of 61.]");
        assertThat(shown.get(1)).doesNotContain("[note:");
    }

    @Test
    void manyPromptsThatAreFullAndFewThatAreSmallAreNoFlood() {
        session.profiles = Map.of("demo", new ProfileProperties(null, null, null, 100, null, null, null, null));
        asks("full", lines(61));
        asks("few", List.of("a", "b"));
        assertThat(shown("full", "few")).noneMatch(text -> text.contains("[note:"));
    }

    /** Runs a cell that hands texts to children of a session with 200,000 characters. */
    private List<String> children(Guards guards, String... contexts) {
        session.guards = guards;
        session.depth(2);
        session.documents.add("long.txt", "x".repeat(200_000));
        session.settings = new Settings(Mode.RLM, null, List.of("file-1"), Map.of());
        List<String> outcomes = new ArrayList<>();
        session.repls.on("work", repl -> {
            for (String context : contexts) {
                try {
                    outcomes.add(String.valueOf(repl.call("rlm_query", "prompt", "Who?", "context", context)));
                } catch (PythonException e) {
                    outcomes.add(e.type().pythonName() + ": " + e.getMessage());
                }
            }
            return printed("worked");
        });
        session.models.turn(cell("work"));
        for (int i = 0; i < contexts.length; i++) {
            session.models.turn("FINAL(from the child)");
        }
        session.models.turn("FINAL(done)");
        session.models.turn("FINAL(done)");
        session.ask("How many?");
        return outcomes;
    }

    @Test
    void aChildThatGetsNearlyAllOfItsParentsTextIsRefusedAndTheSameCallAgainGoesThrough() {
        String nearlyAll = "x".repeat(190_000);
        List<String> outcomes =
                children(SessionFixture.GUARDS, nearlyAll, nearlyAll, "x".repeat(100_000), "x".repeat(199_000));
        assertThat(outcomes.get(0))
                .startsWith(
                        "LLMError: not asked: the child would get 190,004 characters of the 200,000 of this session")
                .endsWith("make the same call again.");
        assertThat(outcomes.subList(1, 3)).containsOnly("from the child");
        assertThat(outcomes.get(3)).startsWith("LLMError: not asked");
    }

    @Test
    void aShortTextMayBeHandedOnWhole() {
        session.depth(2);
        List<Object> outcomes = new ArrayList<>();
        session.repls.on("work", repl -> {
            outcomes.add(repl.call("rlm_query", "prompt", "Who?", "context", "How many?"));
            return printed("worked");
        });
        session.models.turn(cell("work"), "FINAL(from the child)", "FINAL(done)");
        session.ask("How many?");
        assertThat(outcomes).containsExactly("from the child");
    }

    @Test
    void inABatchOfChildrenARefusalIsOneFailedSlot() {
        session.depth(2);
        session.documents.add("long.txt", "x".repeat(200_000));
        session.settings = new Settings(Mode.RLM, null, List.of("file-1"), Map.of());
        List<Object> outcomes = new ArrayList<>();
        session.repls.on("work", repl -> {
            List<String> prompts = List.of("x".repeat(195_000), "Who?");
            outcomes.addAll((List<?>) repl.call("rlm_query_batched", "prompts", prompts));
            return printed("worked");
        });
        session.models.turn(cell("work"), "FINAL(from the child)", "FINAL(done)");
        session.ask("How many?");
        assertThat(outcomes.get(0)).isInstanceOf(FailedAnswer.class);
        assertThat(outcomes.get(1)).isEqualTo("from the child");
    }

    @Test
    void copiesInOneBatchAreRefusedAlike() {
        session.depth(2);
        session.documents.add("long.txt", "x".repeat(200_000));
        session.settings = new Settings(Mode.RLM, null, List.of("file-1"), Map.of());
        List<Object> outcomes = new ArrayList<>();
        session.repls.on("work", repl -> {
            List<String> prompts = Collections.nCopies(3, "x".repeat(195_000));
            outcomes.addAll((List<?>) repl.call("rlm_query_batched", "prompts", prompts));
            return printed("worked");
        });
        session.models.turn(cell("work"), "FINAL(done)");
        session.ask("How many?");
        assertThat(outcomes).hasSize(3).hasOnlyElementsOfType(FailedAnswer.class);
    }

    @Test
    void eachGuardCanBeTurnedOff() {
        session.guards = NONE;
        asks("flood", lines(61));
        assertThat(shown("flood", "flood", "flood")).noneMatch(text -> text.contains("[note:"));
        session.guards = new Guards(true, false, false, false);
        assertThat(note()).contains("This same cell ran before").doesNotContain("asked before", "of some");
        session.guards = new Guards(false, true, false, false);
        assertThat(note()).contains("asked before").doesNotContain("This same cell", "of some");
        session.guards = new Guards(false, false, true, false);
        assertThat(note()).contains("of some").doesNotContain("This same cell", "asked before");
        assertThat(children(new Guards(true, true, true, false), "x".repeat(199_000)))
                .containsExactly("from the child");
    }

    /** All notes of a session that floods twice with the same cell. */
    private String note() {
        session.models.requests.clear();
        return String.join("\n", shown("flood", "flood"));
    }
}
