package io.rlmgateway.session;

import static io.rlmgateway.session.ScriptedRepls.failed;
import static io.rlmgateway.session.ScriptedRepls.finished;
import static io.rlmgateway.session.ScriptedRepls.printed;
import static io.rlmgateway.session.SessionFixture.cell;
import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.access.Caller;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.trajectory.ReplayEvent;
import io.rlmgateway.trajectory.Run;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.TokenUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that were broken off behind any step of their journals, and go on. */
@Timeout(120)
class ResumeTest {

    private static final String QUESTION = "How many?";
    private static final String CHILD = "What does the child say?";
    private static final Map<String, Object> COUNT =
            Map.of("type", "object", "properties", Map.of("n", Map.of("type", "integer")), "required", List.of("n"));
    private static final List<String> LOOP = List.of("l0", "l1", "l2", "l3");
    private static final String TWO_CELLS = cell("batch") + "\nand\n" + cell("again");
    private static final List<String> TURNS = List.of(
            cell("one"),
            TWO_CELLS,
            cell("stops"),
            cell("resumes"),
            cell("loop"),
            cell("child"),
            cell("form"),
            cell("fails"),
            cell("end"));
    private static final List<String> CHILD_TURNS = List.of(cell("within"), cell("done"));

    @TempDir
    Path directory;

    private SessionFixture fixture() {
        SessionFixture session = new SessionFixture(directory);
        session.limits = new SessionProperties.SessionLimits(12, 2, 40, 900_000, 5, Duration.ofMinutes(10), 3, 64);
        Semaphore begun = new Semaphore(0);
        for (int turn = 0; turn < TURNS.size() + CHILD_TURNS.size(); turn++) {
            session.models.streamed((request, pieces) -> {
                String text = turn(request);
                if (text.equals(TWO_CELLS)) {
                    pieces.accept(cell("batch") + "\n");
                    begun.acquire();
                }
                return ScriptedModels.reply(request, text);
            });
        }
        session.models.leaf(ResumeTest::leaf);
        session.repls.on("batch", repl -> {
            begun.release();
            return printed(repl.call("llm_query_batched", "prompts", List.of("a", "b", "c")) + left(repl));
        });
        cells(session.repls);
        return session;
    }

    private static void cells(ScriptedRepls repls) {
        repls.on("one", repl -> printed(repl.call("llm_query", "prompt", "Who?") + left(repl)));
        repls.on("again", repl -> printed(repl.call("llm_query", "prompt", "Who?") + left(repl)));
        repls.on("stops", repl -> {
            repl.call("llm_query", "prompt", "s-one");
            repl.call("llm_query", "prompt", "s-two", "schema", COUNT);
            return new Execution.Stopped(ScriptedRepls.output("so far"), "it took too long", true);
        });
        repls.on(
                "resumes",
                repl -> printed(repl.call("llm_query", "prompt", "s-one")
                        + String.valueOf(repl.call("llm_query", "prompt", "s-two", "schema", COUNT))
                        + left(repl)));
        repls.on("loop", repl -> {
            List<Map<String, String>> calls =
                    LOOP.stream().map(prompt -> Map.of("prompt", prompt)).toList();
            repl.call("__llm_ahead__", "calls", calls, "window", 2L);
            List<Object> replies = new ArrayList<>();
            LOOP.forEach(prompt -> replies.add(repl.call("llm_query", "prompt", prompt)));
            return printed(replies + left(repl));
        });
        repls.on("child", repl -> printed(repl.call("rlm_query", "prompt", CHILD, "context", "text") + left(repl)));
        repls.on("within", repl -> printed(repl.call("llm_query", "prompt", "c-one") + left(repl)));
        repls.on("done", repl -> finished(repl.call("llm_query", "prompt", "c-two") + left(repl)));
        repls.on("form", repl -> printed(repl.call("llm_query", "prompt", "Count?", "schema", COUNT) + left(repl)));
        repls.on("fails", repl -> {
            try {
                return printed(String.valueOf(repl.call("llm_query", "prompt", "bad")));
            } catch (PythonException e) {
                return failed(e.getMessage() + left(repl));
            }
        });
        repls.on("end", repl -> finished("42" + left(repl)));
    }

    /** What Python reads of the budget, without the clock. */
    private static String left(ScriptedRepl repl) {
        Map<?, ?> left = (Map<?, ?>) Objects.requireNonNull(repl.call("budget"));
        return " (" + left.get("turns") + ", " + left.get("sub_calls") + ", " + left.get("tokens") + ")";
    }

    private static String turn(ModelRequest request) {
        int turn = (int) request.messages().stream()
                .filter(message -> message.role() == Message.Role.ASSISTANT)
                .count();
        boolean child =
                request.messages().stream().anyMatch(message -> message.text().contains(CHILD));
        return (child ? CHILD_TURNS : TURNS).get(turn);
    }

    private static ModelReply leaf(ModelRequest request) {
        String asked = request.messages().getFirst().text();
        if (asked.equals("bad")) {
            throw new FailureException(new Failure.UpstreamFailed("The upstream failed."));
        }
        boolean corrected = request.messages().size() > 1;
        return ScriptedModels.reply(request, corrected ? "{\"n\": 7}" : "<" + asked + ">");
    }

    private static Run run() {
        return new Run(SessionFixture.RUN, Caller.ANONYMOUS.tenant(), "rlm", Instant.EPOCH, null, Run.Status.RUNNING);
    }

    /** A leaf call by its prompt; the correction of a reply is another one. */
    private static String name(ModelRequest request) {
        return request.messages().getFirst().text() + " " + request.messages().size();
    }

    private static Map<String, Integer> leaves(SessionFixture session) {
        Map<String, Integer> counts = new HashMap<>();
        session.models.requests(Purpose.LEAF).forEach(request -> counts.merge(name(request), 1, Integer::sum));
        return counts;
    }

    private static List<String> outputs(SessionFixture session) {
        return session.trajectories.events(Event.CellEnded.class).stream()
                .map(ended -> ended.cell() + ": " + ended.stdout() + ended.result())
                .sorted()
                .toList();
    }

    @Test
    void fromEachStepOfItsJournalTheRunGoesOnToTheSameAnswerAndPaysNothingTwice() {
        SessionFixture whole = fixture();
        Answer expected = whole.ask(QUESTION);
        List<RecordedEvent> journal = whole.trajectories.recorded();
        assertThat(whole.trajectories.events(Event.SubCallReused.class)).hasSize(3);
        assertThat(whole.trajectories.events(Event.ReplyBegun.class)).hasSize(1);
        // the last event is the answer
        for (int kept = 0; kept < journal.size(); kept++) {
            check(journal.subList(0, kept), whole, expected);
        }
    }

    private void check(List<RecordedEvent> kept, SessionFixture whole, Answer expected) {
        SessionFixture again = fixture();
        again.trajectories = MemoryTrajectories.after(run(), kept);
        String last = kept.isEmpty() ? "nothing" : kept.size() + ": " + kept.getLast();

        Answer answer = again.askAgain(QUESTION);

        boolean estimated = again.trajectories.events(Event.ModelReplied.class).stream()
                .anyMatch(replied -> replied.usage().estimated());
        assertThat(answer.usage().turns()).as(last).isEqualTo(expected.usage().turns());
        assertThat(answer.usage().subCalls())
                .as(last)
                .isEqualTo(expected.usage().subCalls());
        if (!estimated) {
            assertThat(answer.text()).as(last).isEqualTo(expected.text());
            assertThat(answer.usage().models())
                    .as(last)
                    .isEqualTo(expected.usage().models());
            assertThat(outputs(again)).as(last).isEqualTo(outputs(whole));
        }
        assertThat(paidTwice(kept, again)).as(last).isEmpty();
        assertThat(again.models.requests(Purpose.ROOT))
                .as(last)
                .hasSize(TURNS.size() + CHILD_TURNS.size() - replies(kept));
    }

    /** The replies of root models that were recorded, whole or in part. */
    private static int replies(List<RecordedEvent> kept) {
        return (int) kept.stream()
                .map(event -> switch (event.event()) {
                    case Event.ModelReplied replied -> event.session() + "/" + replied.turn();
                    case Event.ReplyBegun begun -> event.session() + "/" + begun.turn();
                    case Event _ -> "";
                })
                .filter(reply -> !reply.isEmpty())
                .distinct()
                .count();
    }

    private static List<String> paidTwice(List<RecordedEvent> kept, SessionFixture again) {
        Map<Event.CallId, String> asked = new HashMap<>();
        List<String> twice = new ArrayList<>();
        Map<String, Integer> counts = leaves(again);
        counts.forEach((call, count) -> IntStream.range(1, count).forEach(i -> twice.add(call)));
        for (RecordedEvent recorded : kept) {
            switch (recorded.event()) {
                case Event.SubCallAsked call -> asked.put(call.call(), call.prompt());
                case Event.SubCallEnded ended ->
                    counts.keySet().stream()
                            .filter(call -> ended.call().retry() == 0 && call.equals(asked.get(ended.call()) + " 1"))
                            .forEach(twice::add);
                case Event _ -> {
                    // nothing was paid
                }
            }
        }
        return twice;
    }

    @Test
    void aRunThatWasBrokenOffBehindItsClosingReplyNeedsNoRoomForItAgain() {
        SessionFixture whole = closing();
        Answer expected = whole.ask(QUESTION);
        List<RecordedEvent> journal = whole.trajectories.recorded();
        SessionFixture again = closing();
        again.trajectories = MemoryTrajectories.after(run(), journal.subList(0, journal.size() - 1));

        Answer answer = again.askAgain(QUESTION);

        assertThat(answer.text()).isEqualTo(expected.text()).isEqualTo("At last.");
        assertThat(answer.usage().tokens()).isEqualTo(expected.usage().tokens());
        assertThat(again.models.requests).isEmpty();
    }

    /** A run whose closing reply takes more of its tokens than a second reservation leaves. */
    private SessionFixture closing() {
        SessionFixture session = new SessionFixture(directory);
        session.limits(Map.of("turns", 1, "tokens", 40_000));
        session.models.turn(cell("one"));
        session.models.streamedClosing((request, _) ->
                new ModelReply("At last.", ModelReply.StopReason.STOP, new TokenUsage(39_000, 0, 500, 0), null));
        return session;
    }

    @Test
    void surplusOfALoopThatHadEndedIsNotAskedAgain() {
        SessionFixture first = surplus(cell("breaks"), "FINAL(42)");
        first.ask(QUESTION);
        Map<String, Integer> before = leaves(first);
        assertThat(before).containsKey("s1 1");
        List<RecordedEvent> journal = first.trajectories.recorded();
        int ended = IntStream.range(0, journal.size())
                .filter(i -> journal.get(i).event() instanceof Event.CellEnded)
                .findFirst()
                .orElseThrow();

        SessionFixture again = surplus("FINAL(42)");
        again.trajectories = MemoryTrajectories.after(run(), journal.subList(0, ended + 1));

        assertThat(again.askAgain(QUESTION).text()).isEqualTo("42");
        assertThat(leaves(again)).isEmpty();
    }

    /** A loop that breaks behind its first sub-call, while the second one is in flight. */
    private SessionFixture surplus(String... turns) {
        SessionFixture session = new SessionFixture(directory);
        CountDownLatch second = new CountDownLatch(1);
        session.models.turn(turns);
        session.models.leaf(request -> {
            if (request.messages().getFirst().text().equals("s1")) {
                second.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new CancellationException("cancelled");
                }
            }
            return ScriptedModels.reply(request, "yes");
        });
        session.repls.on("breaks", repl -> {
            List<Map<String, String>> calls = List.of(Map.of("prompt", "s0"), Map.of("prompt", "s1"));
            repl.call("__llm_ahead__", "calls", calls, "window", 2L);
            if (session.trajectories.events(ReplayEvent.Resumed.class).isEmpty()) {
                second.await();
            }
            return printed(String.valueOf(repl.call("llm_query", "prompt", "s0")));
        });
        return session;
    }
}
