package io.rlmgateway.session;

import static io.rlmgateway.session.ScriptedRepls.failed;
import static io.rlmgateway.session.ScriptedRepls.finished;
import static io.rlmgateway.session.ScriptedRepls.printed;
import static io.rlmgateway.session.SessionFixture.cell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.TokenEstimate;
import io.rlmgateway.upstream.TokenUsage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cells that run while the root model is still writing. */
@Timeout(60)
class EarlyCellsTest {

    private final CountDownLatch ran = new CountDownLatch(1);
    private final CountDownLatch aborted = new CountDownLatch(1);
    private SessionFixture session;

    @BeforeEach
    void open(@TempDir Path directory) {
        session = new SessionFixture(directory);
    }

    private void early(EarlyCells early) {
        session.turns = new TurnProperties(early, 3);
    }

    /** Writes on until nobody wants more. */
    private ModelReply endlessly(ModelRequest request, Consumer<String> pieces) throws InterruptedException {
        try {
            new CountDownLatch(1).await();
            throw new AssertionError(request + " " + pieces);
        } catch (InterruptedException e) {
            aborted.countDown();
            throw e;
        }
    }

    private void writesEndlesslyAfter(String text) {
        session.models.streamed((request, pieces) -> {
            pieces.accept(text);
            return endlessly(request, pieces);
        });
    }

    private Message lastReplyInHistory() {
        List<Message> messages = session.models.requests(Purpose.ROOT).getLast().messages();
        return messages.get(messages.size() - 2);
    }

    private Event.ModelReplied firstReply() {
        return session.trajectories.events(Event.ModelReplied.class).getFirst();
    }

    @Test
    void aCellRunsWhileTheModelWritesOn() {
        session.models.streamed((request, pieces) -> {
            pieces.accept("Look.\n```re");
            pieces.accept("pl\na\n``");
            pieces.accept("`\n");
            ran.await();
            pieces.accept("That was it.");
            return ScriptedModels.reply(request, "Look.\n```repl\na\n```\nThat was it.");
        });
        session.models.turn("FINAL(42)");
        session.repls.on("a", repl -> {
            assertThat(session.trajectories.kinds())
                    .containsExactly("Opened", "TurnAsked", "ReplyBegun", "CellStarted");
            ran.countDown();
            return printed("seen");
        });
        assertThat(session.ask("How many?").text()).isEqualTo("42");
        assertThat(session.trajectories.events(Event.ReplyBegun.class))
                .containsExactly(new Event.ReplyBegun(1, "Look.\n```repl\na\n```\n"));
        assertThat(firstReply().text()).isEqualTo("Look.\n```repl\na\n```\nThat was it.");
        assertThat(firstReply().usage().estimated()).isFalse();
        assertThat(lastReplyInHistory().text()).isEqualTo(firstReply().text());
    }

    @Test
    void severalBlocksRunInTheirOrderEachWhenItIsClosed() {
        CountDownLatch second = new CountDownLatch(1);
        session.models.streamed((request, pieces) -> {
            pieces.accept(cell("a") + "\nand\n");
            ran.await();
            pieces.accept(cell("b") + "\n");
            second.await();
            pieces.accept(cell("c"));
            return ScriptedModels.reply(request, cell("a") + "\nand\n" + cell("b") + "\n" + cell("c"));
        });
        session.models.turn("FINAL(42)");
        session.repls.on("a", repl -> {
            ran.countDown();
            return printed("one");
        });
        session.repls.on("b", repl -> {
            second.countDown();
            return printed("two");
        });
        session.ask("How many?");
        assertThat(session.repls.root().executed).containsExactly("a", "b", "c");
        assertThat(session.trajectories.events(Event.ReplyBegun.class))
                .extracting(Event.ReplyBegun::text)
                .containsExactly(cell("a") + "\n", "and\n" + cell("b") + "\n");
        assertThat(session.models
                        .requests(Purpose.ROOT)
                        .getLast()
                        .messages()
                        .getLast()
                        .text())
                .startsWith("Output of cell 1:\none\n\nOutput of cell 2:\ntwo\n\nOutput of cell 3:\nc\n");
    }

    @Test
    void aCellThatFailsEndsTheReplyThere() throws InterruptedException {
        writesEndlesslyAfter(cell("a") + "\nNow the output is 7, so\n");
        session.models.turn("FINAL(42)");
        session.repls.on("a", repl -> failed("ValueError: no"));
        session.ask("How many?");
        aborted.await();
        assertThat(lastReplyInHistory()).isEqualTo(Message.assistant(cell("a")));
        assertThat(firstReply().text()).isEqualTo(cell("a"));
        assertThat(session.models
                        .requests(Purpose.ROOT)
                        .getLast()
                        .messages()
                        .getLast()
                        .text())
                .startsWith("Output:\nTraceback: ValueError: no\n");
    }

    @Test
    void anAnswerInACellEndsTheReplyThere() throws InterruptedException {
        writesEndlesslyAfter(cell("done") + "\n");
        session.repls.on("done", repl -> finished("42"));
        assertThat(session.ask("How many?").text()).isEqualTo("42");
        aborted.await();
    }

    @ParameterizedTest
    @EnumSource
    void aFinalInProseWaitsForTheCellsBehindIt(EarlyCells early) {
        early(early);
        String text = "I know it.\nFINAL(42)\nLet me see:\n" + cell("a") + "\nThat was it.";
        session.models.streamed((request, pieces) -> {
            text.lines().forEach(line -> pieces.accept(line + "\n"));
            return ScriptedModels.reply(request, text);
        });
        assertThat(session.ask("How many?").text()).isEqualTo("42");
        assertThat(session.repls.root().executed).containsExactly("a");
        assertThat(session.trajectories.events(Event.TurnAsked.class)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aVariableThatIsNamedInProseIsReadBehindTheCells(EarlyCells early) {
        early(early);
        session.models.turn("FINAL_VAR(x)\n" + cell("a"));
        session.repls.on("FINAL_VAR(\"x\")", repl -> finished("the value"));
        assertThat(session.ask("How many?").text()).isEqualTo("the value");
        assertThat(session.repls.root().executed).containsExactly("a", "FINAL_VAR(\"x\")");
    }

    @ParameterizedTest
    @EnumSource
    void aFinalInProseDoesNotCountWhenACellBehindItFails(EarlyCells early) {
        early(early);
        session.models.turn("FINAL(42)\n" + cell("a") + "\n", "FINAL(43)");
        session.repls.on("a", repl -> failed("ValueError: no"));
        assertThat(session.ask("How many?").text()).isEqualTo("43");
    }

    @Test
    void aReplyThatBreaksOffBehindAFinalIsAnAnswer() {
        session.models.streamed((request, pieces) -> {
            pieces.accept("I know it.\nFINAL(42)\nand th");
            throw new FailureException(new Failure.UpstreamFailed("The reply broke off."));
        });
        assertThat(session.ask("How many?").text()).isEqualTo("42");
        assertThat(firstReply().text()).isEqualTo("I know it.\nFINAL(42)");
        assertThat(firstReply().usage().estimated()).isTrue();
    }

    @Test
    void anEndedReplyIsPaidForAsEstimatedAndSaysSo() throws InterruptedException {
        String written = cell("a") + "\nIt prints 7 7 7 7 7 7 7 7 7.\n";
        writesEndlesslyAfter(written);
        session.models.turn("FINAL(42)");
        session.repls.on("a", repl -> failed("ValueError: no"));
        Answer answer = session.ask("How many?");
        aborted.await();
        long input = TokenEstimate.of(session.models.requests.getFirst().messages());
        assertThat(firstReply().usage())
                .isEqualTo(new Event.Usage("demo/root", input, 0, TokenEstimate.of(written), 0, null, true));
        TokenUsage second = ScriptedModels.reply(session.models.requests.getLast(), "FINAL(42)")
                .usage();
        assertThat(answer.usage().tokens())
                .isEqualTo(
                        TokenUsage.estimated(input, TokenEstimate.of(written)).plus(second));
        assertThat(answer.usage().tokens().estimated()).isTrue();
    }

    @Test
    void whereItIsSetTheReplyIsEndedAtTheFirstClosedFence() throws InterruptedException {
        early(EarlyCells.END);
        writesEndlesslyAfter("Look.\n" + cell("a") + "\nOutput:\n7\n" + cell("b") + "\n");
        session.models.turn("FINAL(42)");
        session.repls.on("a", repl -> {
            assertThat(aborted.getCount()).as("open replies").isZero();
            assertThat(session.trajectories.kinds())
                    .containsExactly("Opened", "TurnAsked", "ModelReplied", "CellStarted");
            return printed("seen");
        });
        session.ask("How many?");
        assertThat(session.repls.root().executed).containsExactly("a");
        assertThat(firstReply().text()).isEqualTo("Look.\n" + cell("a"));
        assertThat(firstReply().usage().estimated()).isTrue();
        assertThat(lastReplyInHistory().text()).isEqualTo("Look.\n" + cell("a"));
    }

    @Test
    void aReplyThatCameWholeIsCutAtTheFenceTooAndPaidAsCounted() {
        early(EarlyCells.END);
        session.models.turn(cell("a") + "\nOutput: 7\n" + cell("b"), "FINAL(42)");
        session.ask("How many?");
        assertThat(session.repls.root().executed).containsExactly("a");
        assertThat(firstReply().text()).isEqualTo(cell("a"));
        assertThat(firstReply().usage().estimated()).isFalse();
        assertThat(firstReply().usage().output()).isEqualTo(TokenEstimate.of(cell("a") + "\nOutput: 7\n" + cell("b")));
    }

    @Test
    void switchedOffNothingRunsBeforeTheReplyIsWhole() {
        early(EarlyCells.OFF);
        String text = cell("a") + "\n" + cell("b") + "\nFINAL(1)\nFINAL(2)\n";
        session.models.streamed((request, pieces) -> {
            pieces.accept(text);
            assertThat(session.repls.opened).isEmpty();
            return ScriptedModels.reply(request, text);
        });
        assertThat(session.ask("How many?").text()).isEqualTo("2");
        assertThat(session.repls.root().executed).containsExactly("a", "b");
        assertThat(session.trajectories.kinds())
                .containsExactly(
                        "Opened",
                        "TurnAsked",
                        "ModelReplied",
                        "CellStarted",
                        "CellEnded",
                        "CellStarted",
                        "CellEnded",
                        "Answered");
    }

    @Test
    void aReplyThatBreaksOffBehindACellIsATurn() {
        session.models.streamed((request, pieces) -> {
            pieces.accept(cell("a") + "\nand th");
            ran.await();
            throw new FailureException(new Failure.UpstreamFailed("The reply broke off."));
        });
        session.models.turn("FINAL(42)");
        session.repls.on("a", repl -> {
            ran.countDown();
            return printed("seen");
        });
        assertThat(session.ask("How many?").text()).isEqualTo("42");
        assertThat(lastReplyInHistory().text()).isEqualTo(cell("a"));
        assertThat(firstReply().usage().estimated()).isTrue();
    }

    @Test
    void aReplyThatBreaksOffBeforeACellIsAFailureThatIsPaidFor() {
        session.models.streamed((request, pieces) -> {
            pieces.accept("```repl\na\n");
            throw new FailureException(new Failure.UpstreamFailed("The reply broke off."));
        });
        assertThatThrownBy(() -> session.ask("How many?")).hasMessage("The reply broke off.");
        assertThat(session.repls.opened).isEmpty();
        assertThat(session.trajectories.kinds()).containsExactly("Opened", "TurnAsked", "ModelReplied", "Failed");
        assertThat(firstReply().text()).isEqualTo("```repl\na\n");
        assertThat(firstReply().usage().estimated()).isTrue();
        assertThat(firstReply().usage().output()).isPositive();
    }

    @Test
    void aCellThatIsStillRunningWhenTheReplyEndsIsWaitedFor() {
        CountDownLatch whole = new CountDownLatch(1);
        session.models.streamed((request, pieces) -> {
            pieces.accept(cell("a") + "\n");
            ran.await();
            whole.countDown();
            return ScriptedModels.reply(request, cell("a") + "\n");
        });
        session.models.turn("FINAL(42)");
        session.repls.on("a", repl -> {
            ran.countDown();
            whole.await();
            return printed("seen");
        });
        assertThat(session.ask("How many?").text()).isEqualTo("42");
        assertThat(session.trajectories.kinds())
                .containsSubsequence("ReplyBegun", "CellStarted", "CellEnded", "ModelReplied", "TurnAsked");
    }

    @Test
    void subCallsOfAnEarlyCellShareTheBudgetWithTheReply() {
        session.limits(Map.of("tokens", 40_000));
        session.models.streamed((request, pieces) -> {
            pieces.accept(cell("a") + "\n");
            ran.await();
            return ScriptedModels.reply(request, cell("a") + "\n");
        });
        session.models.turn("FINAL(42)");
        session.repls.on("a", repl -> {
            Object answer = repl.call("llm_query", "prompt", "Who?");
            ran.countDown();
            return printed(String.valueOf(answer));
        });
        Answer answer = session.ask("How many?");
        assertThat(answer.usage().subCalls()).isEqualTo(1);
        assertThat(answer.usage().tokens().total()).isLessThanOrEqualTo(40_000);
    }
}
