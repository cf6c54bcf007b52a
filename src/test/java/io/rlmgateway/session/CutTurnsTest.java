package io.rlmgateway.session;

import static io.rlmgateway.session.SessionFixture.cell;
import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.trajectory.Event;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Turns of the root model that were cut at the output limit. */
class CutTurnsTest {

    private SessionFixture session;

    @BeforeEach
    void open(@TempDir Path directory) {
        session = new SessionFixture(directory);
    }

    private void cutTurn(String text) {
        session.models.turn(request -> ScriptedModels.reply(request, text, StopReason.LENGTH));
    }

    private Message lastShown() {
        return session.models.requests(Purpose.ROOT).getLast().messages().getLast();
    }

    @Test
    void aCellThatWasCutIsNotRunAndTheModelGoesOnWithIt() {
        cutTurn("Look.\n```repl\nx = [1,\n  2, ");
        session.models.turn("3]\nprint(x)\n```\nso", "FINAL(42)");
        assertThat(session.ask("How many?").text()).isEqualTo("42");
        assertThat(session.repls.root().executed).containsExactly("x = [1,\n  2, 3]\nprint(x)");
        assertThat(session.models.requests(Purpose.ROOT).get(1).messages())
                .contains(Message.assistant("Look.\n```repl\nx = [1,\n  2, "))
                .last()
                .extracting(Message::text)
                .asString()
                .startsWith("Your reply was cut at its output limit, in the middle of a block")
                .contains("[turn 1 of 5 done");
        assertThat(session.trajectories.events(Event.ModelReplied.class))
                .extracting(Event.ModelReplied::stop)
                .containsExactly("length", "stop", "stop");
    }

    @Test
    void aFinalThatWasCutGoesOnToo() {
        cutTurn("FINAL(The first part, ");
        session.models.turn("and the rest.)");
        assertThat(session.ask("How many?").text()).isEqualTo("The first part, and the rest.");
    }

    @Test
    void whatWasCompleteBeforeTheCutHasRun() {
        cutTurn(cell("a") + "\n```repl\nb = (");
        session.models.turn("1)\n```", "FINAL(42)");
        session.ask("How many?");
        assertThat(session.repls.root().executed).containsExactly("a", "b = (1)");
        assertThat(session.models
                        .requests(Purpose.ROOT)
                        .get(1)
                        .messages()
                        .getLast()
                        .text())
                .startsWith("Output:\na\n\nYour reply was cut");
    }

    @Test
    void whoIsCutAgainAndAgainIsToldToWriteLess() {
        session.turns = new TurnProperties(EarlyCells.RUN, 2);
        cutTurn("```repl\nx = [");
        cutTurn("1, 2, ");
        cutTurn("3, 4, ");
        session.models.turn("FINAL(42)");
        assertThat(session.ask("How many?").text()).isEqualTo("42");
        assertThat(lastShown().text()).startsWith("Your reply was cut at its output limit again");
        assertThat(session.repls.opened).isEmpty();
    }

    @Test
    void cutsAreNoEndlessLoop() {
        session.turns = new TurnProperties(EarlyCells.RUN, 100);
        for (int i = 0; i < 5; i++) {
            cutTurn("```repl\nnot python " + i);
        }
        Answer answer = session.ask("How many?");
        assertThat(answer.text()).isEqualTo("the closing answer");
        assertThat(answer.usage().stopped()).isEqualTo("turns");
    }

    @Test
    void proseThatWasCutIsToldToBeShorter() {
        cutTurn("I think and think and");
        session.models.turn("FINAL(42)");
        session.ask("How many?");
        assertThat(lastShown().text())
                .startsWith("Your reply was cut at its output limit before a block was complete; nothing ran.");
    }

    @Test
    void aCutBehindACellIsSaid() {
        cutTurn(cell("a") + "\nI now think that");
        session.models.turn("FINAL(42)");
        session.ask("How many?");
        assertThat(lastShown().text())
                .startsWith(
                        "Output:\na\n\nYour reply was cut at its output limit; what is above is all that ran of it.");
    }

    @Test
    void aNewBlockInsteadOfTheRestIsTakenForItself() {
        cutTurn("```repl\nnot python [");
        session.models.turn(cell("b"), "FINAL(42)");
        session.ask("How many?");
        assertThat(session.repls.root().executed).containsExactly("b");
    }
}
