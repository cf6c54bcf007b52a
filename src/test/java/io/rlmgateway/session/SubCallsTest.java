package io.rlmgateway.session;

import static io.rlmgateway.session.ScriptedRepls.printed;
import static io.rlmgateway.session.SessionFixture.cell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.repl.ReplFunction.FailedAnswer;
import io.rlmgateway.repl.ReplFunction.MarkedAnswer;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.TokenEstimate;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubCallsTest {

    private SessionFixture session;

    @BeforeEach
    void open(@TempDir Path directory) {
        session = new SessionFixture(directory);
    }

    /** Runs one cell that does something with the session's functions, then answers. */
    private @Nullable Object inACell(Function<ScriptedRepl, @Nullable Object> cell) {
        @Nullable Object[] result = new @Nullable Object[1];
        session.models.turn(cell("work"), "FINAL(done)");
        session.repls.on("work", repl -> {
            result[0] = cell.apply(repl);
            return printed("worked");
        });
        assertThat(session.ask("How many?").text()).isEqualTo("done");
        return result[0];
    }

    private PythonException raisedInACell(Function<ScriptedRepl, @Nullable Object> cell) {
        return (PythonException) Objects.requireNonNull(inACell(repl -> {
            try {
                return cell.apply(repl);
            } catch (PythonException e) {
                return e;
            }
        }));
    }

    @Test
    void aSubCallThatWasGivenUpIsPaidForAsEstimated() {
        session.models.leaf(request -> {
            throw new FailureException(new Failure.UpstreamTimedOut("no reply in time"));
        });
        assertThat(raisedInACell(repl -> repl.call("llm_query", "prompt", "Who was it?")))
                .hasMessage("no reply in time");
        Event.Usage usage = Objects.requireNonNull(
                session.trajectories.events(Event.SubCallEnded.class).getFirst().usage());
        long prompt = TokenEstimate.of(
                session.models.requests(Purpose.LEAF).getFirst().messages());
        assertThat(usage).isEqualTo(new Event.Usage("demo/sub", prompt, 0, 0, 0, null, true));
    }

    @Test
    void aSubCallGoesToTheSubModelWithItsContextJoined() {
        inACell(repl -> repl.call("llm_query", "prompt", "Who?", "context", "The text."));
        ModelRequest leaf = session.models.requests(Purpose.LEAF).getFirst();
        assertThat(leaf.model()).isEqualTo("demo/sub");
        assertThat(leaf.messages()).containsExactly(Message.user("Who?\n\nThe text."));
        assertThat(leaf.options().maxOutputTokens()).isEqualTo(2000);
        assertThat(leaf.share().key()).isEqualTo("default");
        assertThat(session.trajectories.events(Event.SubCallAsked.class))
                .containsExactly(new Event.SubCallAsked(
                        new Event.CallId(1, 1, 0), "llm_query", "demo/sub", "Who?\n\nThe text."));
    }

    @Test
    void aListOfMessagesIsAPrompt() {
        inACell(repl -> repl.call(
                "llm_query",
                "prompt",
                List.of(Map.of("role", "system", "content", "Be short."), Map.of("role", "user", "content", "Who?"))));
        assertThat(session.models.requests(Purpose.LEAF).getFirst().messages())
                .containsExactly(Message.system("Be short."), Message.user("Who?"));
        assertThat(session.trajectories
                        .events(Event.SubCallAsked.class)
                        .getFirst()
                        .prompt())
                .isEqualTo("system: Be short.\n\nuser: Who?");
    }

    @Test
    void aCallMayNameAnAllowedModelOnly() {
        inACell(repl -> repl.call("llm_query", "prompt", "Who?", "model", "demo/other"));
        assertThat(session.models.requests(Purpose.LEAF).getFirst().model()).isEqualTo("demo/other");
    }

    @Test
    void aModelThatIsNotAllowedIsAValueError() {
        PythonException raised = raisedInACell(repl -> repl.call("llm_query", "prompt", "Who?", "model", "x/y"));
        assertThat(raised.type()).isEqualTo(PythonException.Type.VALUE_ERROR);
        assertThat(raised).hasMessage("model must be one of demo/root, demo/sub, demo/other, not 'x/y'");
    }

    @Test
    void aModelThatIsNotAllowedFailsABatchAsAWhole() {
        PythonException raised =
                raisedInACell(repl -> repl.call("llm_query_batched", "prompts", List.of("a", "b"), "model", "x/y"));
        assertThat(raised.type()).isEqualTo(PythonException.Type.VALUE_ERROR);
    }

    @Test
    void atDepthZeroNoSubCallIsAllowed() {
        session.depth(0);
        for (Function<ScriptedRepl, @Nullable Object> call : List.<Function<ScriptedRepl, @Nullable Object>>of(
                repl -> repl.call("llm_query", "prompt", "Who?"),
                repl -> repl.call("rlm_query", "prompt", "Who?"),
                repl -> repl.call("llm_query_batched", "prompts", List.of("Who?")),
                repl -> repl.call("rlm_query_batched", "prompts", List.of("Who?")))) {
            PythonException raised = raisedInACell(call);
            assertThat(raised.type()).isEqualTo(PythonException.Type.LLM_ERROR);
            assertThat(raised).hasMessageContaining("depth 0");
        }
        assertThat(session.models.requests(Purpose.LEAF)).isEmpty();
    }

    @Test
    void aPromptLongerThanTheWindowFailsBeforeItIsSent() {
        PythonException raised = raisedInACell(repl -> repl.call("llm_query", "prompt", "x".repeat(300_000)));
        assertThat(raised).hasMessage("prompt has 100,004 tokens, model takes 99,744: split it");
        assertThat(session.models.requests(Purpose.LEAF)).isEmpty();
    }

    @Test
    void aFailedCallIsAnLlmErrorAndInTheJournal() {
        session.models.leaf(request -> {
            throw new FailureException(new Failure.UpstreamFailed("The upstream failed."));
        });
        PythonException raised = raisedInACell(repl -> repl.call("llm_query", "prompt", "Who?"));
        assertThat(raised.type()).isEqualTo(PythonException.Type.LLM_ERROR);
        assertThat(raised).hasMessage("The upstream failed.");
        assertThat(session.trajectories.events(Event.SubCallEnded.class))
                .containsExactly(
                        new Event.SubCallEnded(new Event.CallId(1, 1, 0), null, "The upstream failed.", null, null, 0));
    }

    @Test
    void aRefusalIsAnLlmErrorThatIsPaidFor() {
        session.models.leaf(request -> ScriptedModels.refusal(request, "No."));
        assertThat(raisedInACell(repl -> repl.call("llm_query", "prompt", "Who?")))
                .hasMessage("the sub-model refused: No.");
        assertThat(session.trajectories
                        .events(Event.SubCallEnded.class)
                        .getFirst()
                        .usage())
                .isNotNull();
    }

    @Test
    void aCutSubAnswerSaysSo() {
        session.models.leaf(request -> ScriptedModels.reply(request, "half an ans", StopReason.LENGTH));
        assertThat(inACell(repl -> repl.call("llm_query", "prompt", "Who?")))
                .isEqualTo(new MarkedAnswer(
                        "half an ans\n[the sub-answer was cut at its output limit]", Map.of("cut", true)));
    }

    @Test
    void aBatchRunsAtOnceAndKeepsItsOrder() {
        CyclicBarrier all = new CyclicBarrier(10);
        session.models.leaf(request -> {
            try {
                all.await();
            } catch (InterruptedException | BrokenBarrierException e) {
                throw new IllegalStateException(e);
            }
            return ScriptedModels.reply(
                    request, "re " + request.messages().getFirst().text());
        });
        List<String> prompts = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        Object answers = inACell(repl -> repl.call("llm_query_batched", "prompts", prompts));
        assertThat(answers)
                .isEqualTo(prompts.stream().map(prompt -> "re " + prompt).toList());
        assertThat(session.models.mostInFlight).hasValue(10);
        assertThat(session.trajectories.events(Event.SubCallAsked.class))
                .extracting(asked -> asked.call().slot())
                .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void aFailedSlotStaysASlot() {
        session.models.leaf(request -> {
            if (request.messages().getFirst().text().equals("b")) {
                throw new FailureException(new Failure.UpstreamFailed("The upstream failed."));
            }
            return ScriptedModels.reply(request, "fine");
        });
        Object answers = inACell(repl -> repl.call("llm_query_batched", "prompts", List.of("a", "b", "c")));
        assertThat(answers).isEqualTo(List.of("fine", new FailedAnswer("The upstream failed."), "fine"));
    }

    @Test
    void slotsBeyondTheBudgetFailAndTheOthersAreKept() {
        session.limits(Map.of("sub_calls", 3));
        Object answers = inACell(repl -> repl.call("llm_query_batched", "prompts", List.of("a", "b", "c", "d", "e")));
        assertThat((List<?>) answers)
                .hasSize(5)
                .filteredOn(FailedAnswer.class::isInstance)
                .hasSize(2)
                .allSatisfy(slot -> assertThat(((FailedAnswer) slot).message())
                        .startsWith("budget used up (sub_calls): all 3 sub-calls are used"));
        assertThat(session.models.requests(Purpose.LEAF)).hasSize(3);
    }

    @Test
    void aSingleCallBeyondTheBudgetRaisesBudgetExceeded() {
        session.limits(Map.of("sub_calls", 0));
        PythonException raised = raisedInACell(repl -> repl.call("llm_query", "prompt", "Who?"));
        assertThat(raised.type()).isEqualTo(PythonException.Type.BUDGET_EXCEEDED);
    }

    @Test
    void anEmptyBatchIsAnEmptyList() {
        assertThat(inACell(repl -> repl.call("llm_query_batched", "prompts", List.of())))
                .isEqualTo(List.of());
    }

    @Test
    void aDefectInABatchIsThrown() {
        session.models.leaf(request -> {
            throw new IllegalStateException("defect");
        });
        Object thrown = inACell(repl -> {
            try {
                return repl.call("llm_query_batched", "prompts", List.of("a"));
            } catch (IllegalStateException e) {
                return e.getMessage();
            }
        });
        assertThat(thrown).isEqualTo("defect");
    }

    @Test
    void whereTheDepthAllowsNoChildItIsASubCall() {
        assertThat(inACell(repl -> repl.call("rlm_query", "prompt", "Who?"))).isEqualTo("a sub-answer");
        assertThat(session.repls.opened).hasSize(1);
    }

    @Test
    void whereTheDepthAllowsNoChildTheModelIsTold() {
        inACell(repl -> repl.call("rlm_query_batched", "prompts", List.of("Who?", "When?")));
        assertThat(session.models
                        .requests(Purpose.ROOT)
                        .getLast()
                        .messages()
                        .getLast()
                        .text())
                .contains("\n(rlm_query_batched asked a sub-model: at depth 1 there are no child sessions here)\n");
    }

    @Test
    void aChildHasTheRootModelThatTheCallNames() {
        session.depth(2);
        session.models.turn(cell("work"), "FINAL(from the child)", "FINAL(done)");
        session.repls.on(
                "work",
                repl -> printed(String.valueOf(repl.call("rlm_query", "prompt", "Who?", "model", "demo/other"))));
        session.ask("How many?");
        assertThat(session.models.requests(Purpose.ROOT))
                .extracting(ModelRequest::model)
                .containsExactly("demo/root", "demo/other", "demo/root");
        assertThat(session.trajectories.events(Event.Opened.class).getLast().models())
                .containsExactly("demo/other", "demo/sub");
    }

    @Test
    void childrenNestToTheConfiguredDepth() {
        session.depth(4);
        session.models.turn(cell("deeper"), cell("deeper"), cell("deeper"));
        session.models.turn("FINAL(3)", "FINAL(2)", "FINAL(1)", "FINAL(done)");
        session.repls.on("deeper", repl -> printed(String.valueOf(repl.call("rlm_query", "prompt", "Deeper?"))));
        Answer answer = session.ask("How many?");
        assertThat(answer.text()).isEqualTo("done");
        assertThat(session.repls.opened).hasSize(4);
        assertThat(session.trajectories.events(Event.Opened.class))
                .extracting(Event.Opened::depth)
                .containsExactly(0, 1, 2, 3);
    }

    @Test
    void aChildThatEndedEarlySaysSo() {
        session.depth(2).limits(Map.of("turns", 1));
        session.models.turn(cell("work"), cell("more"));
        @Nullable Object[] answer = new @Nullable Object[1];
        session.repls.on("work", repl -> {
            answer[0] = repl.call("rlm_query", "prompt", "Who?");
            return printed("worked");
        });
        session.ask("How many?");
        assertThat(answer[0]).isEqualTo("the closing answer\n[the child session ended early: turns]");
    }

    @Test
    void aChildCannotEmptyThePot() {
        session.depth(2).limits(Map.of("sub_calls", 9));
        session.models.turn(cell("work"), cell("flood"), "FINAL(from the child)", "FINAL(done)");
        session.repls.on("work", repl -> {
            repl.call("rlm_query", "prompt", "Who?");
            return printed(String.valueOf(repl.call("budget")));
        });
        session.repls.on(
                "flood",
                repl -> printed(
                        String.valueOf(repl.call("llm_query_batched", "prompts", Collections.nCopies(20, "Who?")))));
        assertThat(session.ask("How many?").usage().subCalls()).isEqualTo(5);
        assertThat(session.models.requests(Purpose.LEAF))
                .as("the child itself is one of five")
                .hasSize(4);
    }

    @Test
    void aChildIsASessionOfItsOwn() {
        session.depth(2);
        session.models.turn(cell("work"));
        session.models.turn("FINAL(from the child)");
        session.models.turn("FINAL(done)");
        @Nullable Object[] result = new @Nullable Object[1];
        session.repls.on("work", repl -> {
            result[0] = repl.call("rlm_query", "prompt", "Who?", "context", "The long text.");
            return printed("worked");
        });
        Answer answer = session.ask("How many?");
        assertThat(result[0]).isEqualTo("from the child");
        assertThat(answer.usage().turns()).isEqualTo(2);
        assertThat(answer.usage().subCalls()).isEqualTo(1);
        assertThat(answer.usage().depth()).isEqualTo(1);
        assertThat(session.repls.opened)
                .hasSize(2)
                .allSatisfy(repl -> assertThat(repl.closed).isTrue());
        assertThat(session.repls.opened.getLast().setup.variables()).containsEntry("context", "The long text.");
        Event.Opened child = session.trajectories.events(Event.Opened.class).getLast();
        assertThat(child.depth()).isEqualTo(1);
        assertThat(child.question()).isEqualTo("Who?");
        assertThat(child.parent()).isEqualTo(new Event.ParentCall(0, new Event.CallId(1, 1, 0)));
        assertThat(session.trajectories.recorded())
                .filteredOn(event -> event.event() instanceof Event.Answered)
                .extracting(RecordedEvent::session)
                .containsExactly(1, 0);
    }

    @Test
    void atTheLastLevelAChildsChildIsASubCall() {
        session.depth(2);
        session.models.turn(cell("root"), cell("child"), "FINAL(from the child)", "FINAL(done)");
        session.repls.on("root", repl -> printed(String.valueOf(repl.call("rlm_query", "prompt", "Who?"))));
        session.repls.on("child", repl -> printed(String.valueOf(repl.call("rlm_query", "prompt", "Deeper?"))));
        Answer answer = session.ask("How many?");
        assertThat(answer.usage().depth()).isEqualTo(2);
        assertThat(session.repls.opened).hasSize(2);
        assertThat(session.models.requests(Purpose.LEAF)).hasSize(1);
    }

    @Test
    void aFailedChildIsAnLlmErrorAndTheParentGoesOn() {
        session.depth(2);
        session.models.turn(cell("work"));
        session.models.turn(request -> {
            throw new FailureException(new Failure.UpstreamFailed("The upstream failed."));
        });
        session.models.turn("FINAL(done)");
        session.repls.on("work", repl -> {
            assertThatThrownBy(() -> repl.call("rlm_query", "prompt", "Who?"))
                    .isInstanceOf(PythonException.class)
                    .hasMessage("The upstream failed.");
            return printed("worked");
        });
        assertThat(session.ask("How many?").text()).isEqualTo("done");
        assertThat(session.trajectories.recorded())
                .filteredOn(event -> event.event() instanceof Event.Failed)
                .extracting(RecordedEvent::session)
                .containsExactly(1);
    }

    @Test
    void aChildThatTheBudgetHasNoRoomForRaisesBudgetExceeded() {
        session.depth(2).limits(Map.of("sub_calls", 0));
        session.models.turn(cell("work"), "FINAL(done)");
        session.repls.on("work", repl -> {
            assertThatThrownBy(() -> repl.call("rlm_query", "prompt", "Who?"))
                    .isInstanceOfSatisfying(
                            PythonException.class,
                            e -> assertThat(e.type()).isEqualTo(PythonException.Type.BUDGET_EXCEEDED));
            return printed("worked");
        });
        assertThat(session.ask("How many?").text()).isEqualTo("done");
    }

    @Test
    void aBatchOfChildrenRunsAFewAtOnceWithinOneBudget() {
        session.depth(2);
        int children = 12;
        for (int i = 0; i < children + 2; i++) {
            session.models.turn(request -> request.messages().getLast().text().equals("How many?")
                    ? ScriptedModels.reply(request, cell("work"))
                    : ScriptedModels.reply(
                            request,
                            "FINAL("
                                    + session.repls.opened.stream()
                                            .filter(repl -> !repl.closed)
                                            .count() + ")"));
        }
        session.repls.on("work", repl -> {
            List<?> answers =
                    (List<?>) repl.call("rlm_query_batched", "prompts", Collections.nCopies(children, "Who?"));
            assertThat(answers)
                    .hasSize(children)
                    .allSatisfy(open -> assertThat(Integer.parseInt((String) open))
                            .isBetween(2, 1 + SessionFixture.SETTINGS.childrenAtOnce()));
            return printed("worked");
        });
        session.ask("How many?");
        assertThat(session.repls.opened).hasSize(1 + children);
    }

    @Test
    void manyChildrenThatRunOutTogetherStayWithinTheBudget() {
        session.depth(2).limits(Map.of("tokens", 30_000, "turns", 2));
        session.models.turn(cell("work"));
        for (int i = 0; i < 60; i++) {
            session.models.turn(cell("more"));
        }
        session.repls.on("more", repl -> printed("z".repeat(900)));
        session.repls.on(
                "work",
                repl -> printed(
                        String.valueOf(repl.call("rlm_query_batched", "prompts", Collections.nCopies(15, "Who?")))));
        Answer answer = session.ask("How many?");
        assertThat(answer.text()).isEqualTo("the closing answer");
        assertThat(answer.usage().tokens().total()).isLessThanOrEqualTo(30_000);
    }
}
