package io.rlmgateway.session;

import static io.rlmgateway.session.ScriptedRepls.failed;
import static io.rlmgateway.session.ScriptedRepls.finished;
import static io.rlmgateway.session.ScriptedRepls.printed;
import static io.rlmgateway.session.SessionFixture.cell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
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
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndingWithoutAnswerTest {

    private SessionFixture session;

    @BeforeEach
    void open(@TempDir Path directory) {
        session = new SessionFixture(directory);
    }

    private ModelRequest closing() {
        assertThat(session.models.requests(Purpose.CLOSING)).hasSize(1);
        return session.models.requests(Purpose.CLOSING).getFirst();
    }

    @Test
    void whenTurnsRunOutTheModelIsShownTheVariablesAndAsked() {
        session.limits(Map.of("turns", 2));
        session.models.turn(cell("a"), cell("b"));
        Answer answer = session.ask("How many?");
        assertThat(answer.text()).isEqualTo("the closing answer");
        assertThat(answer.finish()).isEqualTo(Finish.LENGTH);
        assertThat(answer.usage().stopped()).isEqualTo("turns");
        assertThat(answer.usage().turns()).isEqualTo(2);
        assertThat(closing().messages().getLast().text())
                .contains("limit reached: turns")
                .contains("x: int = 1");
        assertThat(closing().messages())
                .anySatisfy(message -> assertThat(message.text()).contains("Output:\nb"));
        assertThat(session.trajectories.events(Event.TurnAsked.class))
                .extracting(Event.TurnAsked::turn)
                .containsExactly(1, 2, 3);
        assertThat(session.trajectories.events(Event.TurnAsked.class).getLast().added())
                .hasSize(2);
        assertThat(session.trajectories.events(Event.Answered.class))
                .containsExactly(new Event.Answered("the closing answer", "turns"));
    }

    @Test
    void cellsThatFailInARowEndTheSession() {
        session.models.turn(cell("bad"), cell("good"), cell("bad"), "only words", cell("bad"));
        session.limits(Map.of("turns", 5));
        session.repls.on("bad", repl -> failed("ValueError"));
        Answer answer = session.ask("How many?");
        assertThat(answer.usage().stopped()).isEqualTo("errors");
        assertThat(answer.usage().turns()).isEqualTo(5);
    }

    @Test
    void aTurnThatTheTokensDoNotAllowIsNotAskedAndTheClosingPromptIsJournalledAsSent() {
        session.limits(Map.of("tokens", 8_000));
        session.models.turn(cell("a"), cell("a"), cell("a"), cell("a"), cell("a"));
        session.repls.on("a", repl -> printed("x".repeat(900)));
        Answer answer = session.ask("How many?");
        assertThat(answer.usage().stopped()).isEqualTo("tokens");
        assertThat(answer.usage().tokens().total()).isLessThanOrEqualTo(8_000);
        int asked = session.trajectories.events(Event.TurnAsked.class).size();
        assertThat(session.trajectories.events(Event.ModelReplied.class)).hasSize(asked);
        Event.TurnAsked last =
                session.trajectories.events(Event.TurnAsked.class).getLast();
        List<Message> sent = closing().messages();
        assertThat(last.kept()).as("messages of the opening").isEqualTo(3);
        assertThat(last.added()).isEqualTo(PromptRecord.of(sent.subList(3, sent.size())));
    }

    @Test
    void theClosingQuestionFitsIntoWhatWasKeptForIt() {
        session.limits(Map.of("tokens", 14_000));
        session.models.turn(cell("a"), cell("a"), cell("a"), cell("a"), cell("a"));
        session.repls.on("a", repl -> {
            repl.variables = "long: str = " + "y".repeat(100_000);
            return printed("z".repeat(900));
        });
        Answer answer = session.ask("How many?");
        assertThat(answer.text()).isEqualTo("the closing answer");
        ModelRequest closing = closing();
        int cap = Objects.requireNonNull(closing.options().maxOutputTokens());
        assertThat(TokenEstimate.of(closing.messages()) + cap).isLessThanOrEqualTo(14_000 / 4);
        assertThat(closing.messages().getLast().text()).contains("long: str").contains("Write the final answer");
        assertThat(answer.usage().tokens().total()).isLessThanOrEqualTo(14_000);
    }

    @Test
    void limitsThatDoNotAllowOneAnswerAreAFailure() {
        session.limits(Map.of("tokens", 100));
        assertThatThrownBy(() -> session.ask("How many?"))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.BudgetExhausted.class))
                .hasMessageStartingWith("The limits do not even allow one answer: ");
        assertThat(session.repls.opened).isEmpty();
        assertThat(session.models.requests).isEmpty();
        assertThat(session.trajectories.kinds()).containsExactly("Opened", "Failed");
    }

    @Test
    void moneyEndsASessionToo() {
        session.models.facts = new ModelFacts(100_000, 4_000, 10.0, 1.0, 40.0);
        session.limits(Map.of("cost_usd", 0.9));
        session.models.turn(cell("a"), cell("a"), cell("a"), cell("a"), cell("a"));
        session.models.closing(request -> ScriptedModels.reply(request, "closed"));
        Answer answer = session.ask("How many?");
        assertThat(answer.usage().costUsd()).isBetween(0.0, 0.9);
    }

    @Test
    void aCellThatRunsWhenTheTimeIsOverIsStoppedAndTheQuestionClosed() {
        session.limits(Map.of("wall_time", 0.6));
        session.models.turn(cell("loop"));
        session.repls.on("loop", ScriptedRepl::untilStopped);
        Answer answer = session.ask("How many?");
        assertThat(answer.text()).isEqualTo("the closing answer");
        assertThat(answer.usage().stopped()).isEqualTo("wall_time");
        assertThat(closing().messages().getLast().text()).contains("(none)");
        assertThat(closing().messages())
                .anySatisfy(message -> assertThat(message.text()).contains("so far\ncell stopped: cancelled"));
    }

    @Test
    void aTurnThatTimesOutWhenTheTimeIsOverIsClosedToo() {
        session.limits(Map.of("wall_time", 0.2));
        session.models.turn(request -> {
            SessionFixture.awaitElapsed(request.options().timeout());
            throw new FailureException(new Failure.UpstreamTimedOut("no reply in time"));
        });
        Answer answer = session.ask("How many?");
        assertThat(answer.usage().stopped()).isEqualTo("wall_time");
        assertThat(session.trajectories.events(Event.TurnAsked.class))
                .extracting(turn -> turn.added().size())
                .containsExactly(3, 1);
    }

    @Test
    void noTimeLeftForTheClosingQuestionIsAFailure() {
        session.limits(Map.of("wall_time", 0.1));
        session.models.turn(cell("loop"));
        session.repls.on("loop", ScriptedRepl::untilStopped);
        session.models.closing(request -> {
            SessionFixture.awaitElapsed(request.options().timeout());
            throw new FailureException(new Failure.UpstreamTimedOut("no reply in time"));
        });
        assertThatThrownBy(() -> session.ask("How many?"))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.BudgetExhausted.class))
                .hasMessageContaining("The wall time was over");
    }

    @Test
    void anUpstreamThatFailsAtTheClosingQuestionIsAFailure() {
        session.limits(Map.of("turns", 1));
        session.models.turn(cell("a"));
        session.models.closing(request -> {
            throw new FailureException(new Failure.UpstreamFailed("The upstream failed."));
        });
        assertThatThrownBy(() -> session.ask("How many?")).hasMessage("The upstream failed.");
    }

    @Test
    void anEmptyClosingAnswerIsAFailure() {
        session.limits(Map.of("turns", 1));
        session.models.turn(cell("a"));
        session.models.closing(request -> ScriptedModels.reply(request, "  "));
        assertThatThrownBy(() -> session.ask("How many?"))
                .hasMessage("The session ended without an answer (turns). Raise the limit, or ask for less.");
    }

    @Test
    void aRefusalIsTheClosingAnswer() {
        session.limits(Map.of("turns", 1));
        session.models.turn(cell("a"));
        session.models.closing(request -> ScriptedModels.refusal(request, "I cannot help with that."));
        assertThat(session.ask("How many?").text()).isEqualTo("I cannot help with that.");
    }

    @Test
    void aClosingAnswerMayStandInFinal() {
        session.limits(Map.of("turns", 1));
        session.models.turn(cell("a"));
        session.models.closing(request -> ScriptedModels.reply(request, "FINAL(42)"));
        assertThat(session.ask("How many?").text()).isEqualTo("42");
    }

    @Test
    void aClosingAnswerMayNameAVariable() {
        session.limits(Map.of("turns", 1));
        session.models.turn(cell("a"));
        session.models.closing(request -> ScriptedModels.reply(request, "FINAL_VAR(report)"));
        session.repls.on("FINAL_VAR(\"report\")", repl -> finished("the report"));
        assertThat(session.ask("How many?").text()).isEqualTo("the report");
    }

    @Test
    void aVariableThatIsNotThereLeavesTheClosingAnswerAsItIs() {
        session.limits(Map.of("turns", 1));
        session.models.turn(cell("a"));
        session.models.closing(request -> ScriptedModels.reply(request, "FINAL_VAR(report)"));
        session.repls.on("FINAL_VAR(\"report\")", repl -> {
            throw new FailureException(new Failure.SessionFailed("gone"));
        });
        assertThat(session.ask("How many?").text()).isEqualTo("FINAL_VAR(report)");
    }
}
