package io.rlmgateway.session;

import static io.rlmgateway.session.ScriptedRepls.failed;
import static io.rlmgateway.session.ScriptedRepls.finished;
import static io.rlmgateway.session.ScriptedRepls.printed;
import static io.rlmgateway.session.SessionFixture.cell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.CellOutput;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.session.Answer.Finish;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelFacts;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.TokenEstimate;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RlmLoopTest {

    private SessionFixture session;

    @BeforeEach
    void open(@TempDir Path directory) {
        session = new SessionFixture(directory);
    }

    private String lastShown() {
        ModelRequest request = session.models.requests(Purpose.ROOT).getLast();
        return request.messages().getLast().text();
    }

    @Test
    void cellsRunUntilOneAnswers() {
        session.models.turn("First I look.\n" + cell("print(1)"), cell("FINAL(42)"));
        session.repls.on("FINAL(42)", repl -> finished("42"));
        Answer answer = session.ask("How many?");
        assertThat(answer.text()).isEqualTo("42");
        assertThat(answer.finish()).isEqualTo(Finish.STOP);
        assertThat(answer.usage().turns()).isEqualTo(2);
        assertThat(answer.usage().stopped()).isNull();
        assertThat(session.repls.root().executed).containsExactly("print(1)", "FINAL(42)");
        assertThat(session.repls.root().closed).isTrue();
        assertThat(lastShown()).startsWith("Output:\nprint(1)\n").contains("[turn 1 of 5 done; left: 20 sub-calls,");
    }

    @Test
    void everyStepIsInTheJournalBeforeItsResultIsUsed() {
        session.models.turn(request -> {
            assertThat(session.trajectories.kinds()).containsExactly("Opened", "TurnAsked");
            return ScriptedModels.reply(request, cell("llm_query"));
        });
        session.models.turn("FINAL(42)");
        session.models.leaf(request -> {
            assertThat(session.trajectories.kinds().getLast()).isEqualTo("SubCallAsked");
            return ScriptedModels.reply(request, "yes");
        });
        session.repls.on("llm_query", repl -> {
            assertThat(session.trajectories.kinds().getLast()).isEqualTo("CellStarted");
            Object answer = repl.call("llm_query", "prompt", "Is it?");
            assertThat(session.trajectories.kinds().getLast()).isEqualTo("SubCallEnded");
            return printed(String.valueOf(answer));
        });
        session.ask("How many?");
        assertThat(session.trajectories.kinds())
                .containsExactly(
                        "Opened",
                        "TurnAsked",
                        "ModelReplied",
                        "CellStarted",
                        "SubCallAsked",
                        "SubCallEnded",
                        "CellEnded",
                        "TurnAsked",
                        "ModelReplied",
                        "Answered");
    }

    @Test
    void theJournalHoldsEachPromptMessageOnce() {
        session.models.turn(cell("a"), cell("b"), "FINAL(42)");
        session.ask("How many?");
        List<Event.TurnAsked> asked = session.trajectories.events(Event.TurnAsked.class);
        assertThat(asked).extracting(turn -> turn.added().size()).containsExactly(3, 1, 1);
        assertThat(asked).extracting(Event.TurnAsked::turn).containsExactly(1, 2, 3);
        assertThat(asked.get(1).added().getFirst().content()).startsWith("Output:\na");
    }

    @Test
    void theFirstFailureStopsTheRestOfATurn() {
        session.models.turn(cell("a") + "\n" + cell("b") + "\n" + cell("c") + "\nFINAL(wrong)", "FINAL(42)");
        session.repls.on("b", repl -> failed("ValueError: no"));
        assertThat(session.ask("How many?").text()).isEqualTo("42");
        assertThat(session.repls.root().executed).containsExactly("a", "b");
        assertThat(lastShown())
                .startsWith("Output of cell 1:\na\n\nOutput of cell 2:\nTraceback: ValueError: no\n")
                .contains("(the code after this cell was not run)");
    }

    @Test
    void proseAnswersAfterItsCells() {
        session.models.turn(cell("a") + "\nFINAL(42)");
        assertThat(session.ask("How many?").text()).isEqualTo("42");
        assertThat(session.repls.root().executed).containsExactly("a");
    }

    @Test
    void aVariableNamedInProseIsReadByPython() {
        session.models.turn("FINAL_VAR(report)");
        session.repls.on("FINAL_VAR(\"report\")", repl -> finished("long report"));
        assertThat(session.ask("How many?").text()).isEqualTo("long report");
    }

    @Test
    void anUnknownVariableIsAnErrorThatTheModelSees() {
        session.models.turn("FINAL_VAR(nothing)", "FINAL(42)");
        session.repls.on("FINAL_VAR(\"nothing\")", repl -> failed("NameError: there are a, b"));
        assertThat(session.ask("How many?").text()).isEqualTo("42");
        assertThat(lastShown()).contains("NameError: there are a, b");
    }

    @Test
    void aTurnWithNothingToRunIsCorrected() {
        session.models.turn("Let me think.", "```bash\nls\n```", "FINAL(42)");
        session.ask("How many?");
        List<ModelRequest> turns = session.models.requests(Purpose.ROOT);
        assertThat(turns.get(1).messages().getLast().text()).startsWith("Nothing ran: your reply had no ```repl block");
        assertThat(turns.get(2).messages().getLast().text()).startsWith("Nothing ran: only Python runs here, not bash");
    }

    @Test
    void anEmptyReplyIsNotSentBackEmpty() {
        session.models.turn("", "FINAL(42)");
        session.ask("How many?");
        assertThat(session.models.requests(Purpose.ROOT).getLast().messages())
                .extracting(Message::text)
                .doesNotContain("")
                .contains("(nothing)");
    }

    @Test
    void anEmptyAnswerIsNoAnswer() {
        session.models.turn(cell("FINAL('')"), "FINAL()", "FINAL(42)");
        session.repls.on("FINAL('')", repl -> finished(" "));
        assertThat(session.ask("How many?").text()).isEqualTo("42");
        assertThat(session.models
                        .requests(Purpose.ROOT)
                        .get(1)
                        .messages()
                        .getLast()
                        .text())
                .contains("The final answer was empty.");
    }

    @Test
    void aStoppedCellWhoseStateIsKeptIsAFailedOne() {
        session.models.turn(cell("loop"), "FINAL(42)");
        session.repls.on("loop", repl -> new Execution.Stopped(CellOutput.NONE, "time limit of 120 s reached", true));
        assertThat(session.ask("How many?").text()).isEqualTo("42");
        assertThat(lastShown()).contains("cell stopped: time limit of 120 s reached");
    }

    @Test
    void aStoppedCellWhoseStateIsLostEndsTheSession() {
        session.models.turn(cell("loop"));
        session.repls.on("loop", repl -> new Execution.Stopped(CellOutput.NONE, "memory", false));
        assertThatThrownBy(() -> session.ask("How many?"))
                .isInstanceOfSatisfying(
                        FailureException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.SessionFailed.class))
                .hasMessageContaining("A cell had to be stopped (memory)");
        assertThat(session.trajectories.events(Event.Failed.class))
                .extracting(Event.Failed::code)
                .containsExactly("rlm_failed");
    }

    @Test
    void aSandboxThatCannotBeHadIsAFailure() {
        session.models.turn(cell("a"));
        session.repls.on("a", repl -> {
            throw new FailureException(new Failure.SessionFailed("broken"));
        });
        assertThatThrownBy(() -> session.ask("How many?")).hasMessage("broken");
        assertThat(session.repls.root().closed).isTrue();
        assertThat(session.trajectories.kinds().getLast()).isEqualTo("Failed");
    }

    @Test
    void aDefectIsAnInternalFailureWithoutItsMessage() {
        session.models.turn(cell("a"));
        session.repls.on("a", repl -> {
            throw new IllegalStateException("secret detail");
        });
        assertThatThrownBy(() -> session.ask("How many?"))
                .isInstanceOfSatisfying(
                        FailureException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.Internal.class))
                .hasMessageNotContaining("secret");
        assertThat(session.trajectories.kinds().getLast()).isEqualTo("Failed");
    }

    @Test
    void anUpstreamThatFailsIsAFailureAndNoAnswer() {
        session.models.turn(request -> {
            throw new FailureException(new Failure.UpstreamFailed("The upstream failed."));
        });
        assertThatThrownBy(() -> session.ask("How many?")).hasMessage("The upstream failed.");
        assertThat(session.trajectories.events(Event.Failed.class))
                .extracting(Event.Failed::code)
                .containsExactly("upstream_error");
    }

    @Test
    void whoAnswersInProseTakesNoPlaceInTheSandbox() {
        session.models.turn("Nothing to run.").turn("FINAL(\"forty two\")");
        assertThat(session.ask("How many?").text()).isEqualTo("forty two");
        assertThat(session.repls.opened).isEmpty();
    }

    @Test
    void pythonSeesTheContextAndEarlierTurns() {
        session.earlier = List.of(
                new Question.ChatMessage(Question.Role.USER, List.of(new Question.Part.Text("Hello"))),
                new Question.ChatMessage(Question.Role.ASSISTANT, List.of(new Question.Part.Text("Hi"))));
        session.models.turn("```repl\nlen(context)\n```").turn("FINAL(42)");
        session.ask("How many?");
        assertThat(session.repls.root().setup.variables())
                .containsEntry("context", "How many?")
                .containsEntry(
                        "history",
                        List.of(
                                Map.of("role", "user", "content", "Hello"),
                                Map.of("role", "assistant", "content", "Hi")));
        assertThat(session.models
                        .requests(Purpose.ROOT)
                        .getFirst()
                        .messages()
                        .get(1)
                        .text())
                .contains("user:\n> Hello\n\nassistant:\n> Hi");
    }

    @Test
    void aConversationThatOutgrowsTheWindowKeepsItsOpeningAndItsEnd() {
        session.models.facts = new ModelFacts(3_000, 1_000, null, null, null);
        session.models.turn(cell("a"), cell("b"), cell("c"), cell("d"), "FINAL(42)");
        for (String code : List.of("a", "b", "c", "d")) {
            session.repls.on(code, repl -> printed(code.repeat(1_000)));
        }
        assertThat(session.ask("How many?").text()).isEqualTo("42");
        List<Message> prompt = session.models.requests(Purpose.ROOT).getLast().messages();
        assertThat(TokenEstimate.of(prompt)).isLessThanOrEqualTo(2_250);
        assertThat(prompt.get(2).text()).isEqualTo("How many?");
        assertThat(prompt.get(3).text())
                .startsWith("[To make room, the first")
                .contains("Variables:\nx: int = 1")
                .contains("- turn 1: | ran: a | shown: Output: aaaa");
        assertThat(prompt.getLast().text()).contains("dddd").contains("[turn 4 of 5 done");
    }

    @Test
    void progressTellsPeopleWhatGoesOn() {
        session.models.turn(cell("a"), "FINAL(42)");
        session.ask("How many?");
        assertThat(session.progress).containsExactly("turn 1 of 5", "running Python", "turn 2 of 5");
    }

    @Test
    void theFormOfTheAnswerIsNotAskedOfATurn() {
        session.output = new Question.Output(
                null, List.of(), Map.of("temperature", 0.5, "response_format", Map.of("type", "json_object")));
        session.models.turn("FINAL({\"n\": 42})");
        session.ask("How many?");
        assertThat(session.models.requests.getFirst().options().parameters()).isEqualTo(Map.of("temperature", 0.5));
    }

    @Test
    void stopStringsAndCapCutTheAnswerAndNoTurn() {
        session.output = new Question.Output(3, List.of("END"), Map.of());
        session.models.turn(cell("a"), "FINAL(one two three four END five)");
        Answer answer = session.ask("How many?");
        assertThat(answer.text()).isEqualTo("one two t");
        assertThat(answer.finish()).isEqualTo(Finish.LENGTH);
        assertThat(session.models.requests.getFirst().options().stop()).isEmpty();
    }
}
