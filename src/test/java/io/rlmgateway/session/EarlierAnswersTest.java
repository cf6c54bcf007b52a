package io.rlmgateway.session;

import static io.rlmgateway.session.ScriptedRepls.printed;
import static io.rlmgateway.session.SessionFixture.cell;
import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.session.ScriptedRepls.Cell;
import io.rlmgateway.session.SessionProperties.SubCallSettings;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.Event.CallId;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierAnswersTest {

    private final AtomicInteger asked = new AtomicInteger();
    private SessionFixture session;

    @BeforeEach
    void open(@TempDir Path directory) {
        session = new SessionFixture(directory);
        session.models.leaf(request -> ScriptedModels.reply(request, "reply " + asked.incrementAndGet()));
    }

    /** Runs cells, one a turn, and then answers. */
    private Answer turns(Cell... cells) {
        for (int i = 0; i < cells.length; i++) {
            session.models.turn(cell("cell " + i));
            session.repls.on("cell " + i, cells[i]);
        }
        session.models.turn("FINAL(done)");
        return session.ask("How many?");
    }

    private static Cell ask(String prompt) {
        return repl -> printed(String.valueOf(one(repl, prompt)));
    }

    private static @Nullable Object one(ScriptedRepl repl, String prompt) {
        return repl.call("llm_query", "prompt", prompt);
    }

    private String shown(int turn) {
        return session.models
                .requests(Purpose.ROOT)
                .get(turn)
                .messages()
                .getLast()
                .text();
    }

    @Test
    void anIdenticalSubCallOfALaterTurnTakesTheRecordedReply() {
        Answer answer = turns(ask("a"), ask("a"));
        assertThat(asked).hasValue(1);
        assertThat(answer.usage().subCalls()).isEqualTo(1);
        assertThat(shown(2))
                .startsWith(
                        "Output:\nreply 1\n\n[1 sub-call was asked in an earlier turn already: the recorded answer is"
                                + " used again; word it otherwise for a new one]\n");
        assertThat(session.trajectories.events(Event.SubCallReused.class))
                .containsExactly(new Event.SubCallReused(new CallId(2, 1, 0), "llm_query", new CallId(1, 1, 0)));
    }

    @Test
    void copiesInsideOneCellAreAskedEach() {
        turns(repl -> {
            one(repl, "a");
            one(repl, "a");
            repl.call("llm_query_batched", "prompts", List.of("a", "a"));
            return printed("worked");
        });
        assertThat(asked).hasValue(4);
    }

    @Test
    void cellsOfOneTurnAskEach() {
        session.models.turn(cell("one") + "\n" + cell("two"), "FINAL(done)");
        session.repls.on("one", ask("a")).on("two", ask("a"));
        session.ask("How many?");
        assertThat(asked).hasValue(2);
    }

    @Test
    void copiesOfALaterTurnTakeOneReplyEachAndAskForTheRest() {
        turns(
                repl -> printed("" + repl.call("llm_query_batched", "prompts", Collections.nCopies(3, "a"))),
                repl -> {
                    List<?> votes = (List<?>) repl.call("llm_query_batched", "prompts", Collections.nCopies(5, "a"));
                    assertThat(votes).doesNotHaveDuplicates();
                    return printed("worked");
                },
                repl -> {
                    repl.call("llm_query_batched", "prompts", Collections.nCopies(5, "a"));
                    return printed("worked");
                });
        assertThat(asked).hasValue(5);
        assertThat(shown(3)).contains("[5 sub-calls were asked in an earlier turn already");
    }

    @Test
    void aBatchTakesWhatALoopAskedAndTheOtherWayRound() {
        turns(ask("a"), repl -> printed("" + repl.call("llm_query_batched", "prompts", List.of("a", "b"))), ask("b"));
        assertThat(asked).hasValue(2);
    }

    @Test
    void whatIsDifferentInAnythingIsAsked() {
        turns(
                ask("a"),
                repl -> printed("" + repl.call("llm_query", "prompt", "a", "context", "c")),
                repl -> printed("" + repl.call("llm_query", "prompt", "a", "model", "demo/other")),
                repl -> printed("" + repl.call("llm_query", "prompt", "a", "quote", true)));
        assertThat(asked).hasValue(4);
    }

    @Test
    void theDefaultModelMayBeNamed() {
        turns(ask("a"), repl -> printed("" + repl.call("llm_query", "prompt", "a", "model", "demo/sub")));
        assertThat(asked).hasValue(1);
    }

    @Test
    void aFailedReplyIsNotUsedAgain() {
        session.models.leaf(request -> {
            if (asked.incrementAndGet() == 1) {
                throw new FailureException(new Failure.UpstreamFailed("The upstream failed."));
            }
            return ScriptedModels.reply(request, "fine");
        });
        turns(
                repl -> {
                    try {
                        one(repl, "a");
                    } catch (PythonException e) {
                        return printed("failed");
                    }
                    return printed("not failed");
                },
                ask("a"));
        assertThat(shown(1)).startsWith("Output:\nfailed");
        assertThat(shown(2)).startsWith("Output:\nfine");
    }

    @Test
    void aCutReplyIsNotUsedAgain() {
        session.models.leaf(request -> ScriptedModels.reply(
                request, "half", asked.incrementAndGet() == 1 ? StopReason.LENGTH : StopReason.STOP));
        turns(ask("a"), ask("a"));
        assertThat(asked).hasValue(2);
    }

    @Test
    void aSettingTurnsItOff() {
        session.subCalls = new SubCallSettings(false, 2, 0.2);
        turns(ask("a"), ask("a"));
        assertThat(asked).hasValue(2);
        assertThat(session.trajectories.events(Event.SubCallReused.class)).isEmpty();
    }

    @Test
    void nothingIsBegunAheadThatAnEarlierTurnAnswers() {
        Cell loop = repl -> {
            List<Map<String, String>> calls =
                    List.of(Map.of("prompt", "a"), Map.of("prompt", "b"), Map.of("prompt", "a"));
            repl.call("__llm_ahead__", "calls", calls, "window", 3L);
            one(repl, "a");
            one(repl, "b");
            one(repl, "a");
            return printed("worked");
        };
        turns(ask("a"), loop, loop);
        assertThat(asked).hasValue(3);
        assertThat(session.trajectories.events(Event.SubCallReused.class)).hasSize(4);
    }

    @Test
    void aChildsAnswerIsUsedAgain() {
        session.depth(2);
        session.models.turn(cell("work"), "FINAL(from the child)", cell("again"), "FINAL(done)");
        Cell recurse = repl -> printed(String.valueOf(repl.call("rlm_query", "prompt", "Who?", "context", "text")));
        session.repls.on("work", recurse).on("again", recurse);
        assertThat(session.ask("How many?").text()).isEqualTo("done");
        assertThat(session.repls.opened).hasSize(2);
    }
}
