package io.rlmgateway.session;

import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.Event.CallId;
import io.rlmgateway.trajectory.Event.Usage;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.trajectory.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A run with everything that can be in one: two turns, each kind of cell, each kind of call, a child session. */
final class RunSample {

    static final Instant START = Instant.parse("2026-11-21T09:00:00.250Z");
    static final Run RUN = new Run("run_1", "acme", "rlm", START, START.plusSeconds(25), Run.Status.ANSWERED);

    private final List<RecordedEvent> events = new ArrayList<>();

    private RunSample() {
        rootOpens();
        firstTurn();
        child();
        secondTurn();
        add(0, new Event.Answered("The treaty was signed in 1648.", null));
    }

    static List<RecordedEvent> events() {
        return List.copyOf(new RunSample().events);
    }

    private void rootOpens() {
        Map<String, Object> limits = new TreeMap<>(Map.of("turns", 30, "depth", 2, "sub_calls", 200));
        add(
                0,
                new Event.Opened(
                        0,
                        null,
                        "When was the treaty signed?",
                        List.of("openai/root", "local/sub"),
                        List.of(new Event.DocumentFacts("file-1", "history.txt", 7_700_000)),
                        limits,
                        new Event.Approach("gpt", "prompt of more than 60,000 characters")));
        add(
                0,
                new Event.TurnAsked(
                        1,
                        null,
                        List.of(
                                new Event.PromptMessage("system", "You write Python."),
                                new Event.PromptMessage("user", "When was the treaty signed?"))));
        add(0, new Event.ModelReplied(1, "Look first.", "stop", new Usage("openai/root", 900, 100, 40, 10, 0.5), 1200));
    }

    private void firstTurn() {
        CallId search = new CallId(1, 1, 0);
        CallId good = new CallId(1, 2, 0);
        CallId bad = new CallId(1, 2, 1);
        add(0, new Event.CellStarted(1, 1, "parts = search('treaty')\nllm_query_batched(parts)"));
        add(0, new Event.FunctionCalled(search, "search", "{\"query\":\"treaty\"}", "[{\"start\":10}]", null));
        add(0, new Event.SubCallAsked(good, "llm_query_batched", "local/sub", "When? Part 1"));
        add(0, new Event.SubCallAsked(bad, "llm_query_batched", "local/sub", "When? Part 2"));
        add(0, new Event.SubCallEnded(good, "1648", null, "stop", new Usage("local/sub", 300, 0, 5, 0, null), 400));
        add(0, new Event.SubCallEnded(bad, null, "the upstream timed out", null, null, 30_000));
        add(0, new Event.CellEnded(1, 1, "printed", "found 2\n", "", "['1648', …]", Map.of("parts", "[…]"), 700));
        add(0, new Event.CellStarted(1, 2, "1/0"));
        add(
                0,
                new Event.CellEnded(
                        1, 2, "failed", "", "careful\n", "ZeroDivisionError: division by zero", Map.of(), 2));
    }

    private void child() {
        add(0, new Event.TurnAsked(2, null, List.of(new Event.PromptMessage("user", "found 2\nZeroDivisionError"))));
        add(0, new Event.ModelReplied(2, "Check it.", "stop", new Usage("openai/root", 1000, 900, 30, 0, 0.25), 900));
        add(0, new Event.CellStarted(2, 3, "FINAL(rlm_query('Is it 1648?', part))"));
        CallId call = new CallId(3, 3, 0);
        add(
                1,
                new Event.Opened(
                        1,
                        new Event.ParentCall(0, call),
                        "Is it 1648?",
                        List.of("openai/root", "local/sub"),
                        List.of(),
                        new TreeMap<>(Map.of("turns", 30, "depth", 2)),
                        new Event.Approach("gpt", "asked for by its parent")));
        add(1, new Event.TurnAsked(1, null, List.of(new Event.PromptMessage("system", "You write Python."))));
        add(1, new Event.ModelReplied(1, "Yes.", "stop", new Usage("openai/root", 50, 0, 2, 0, 0.125), 300));
        add(1, new Event.Answered("Yes, 1648.", "turns"));
    }

    private void secondTurn() {
        add(0, new Event.CellEnded(2, 3, "finished", "", "", "The treaty was signed in 1648.", Map.of(), 1500));
    }

    private void add(int session, Event event) {
        int sequence = events.size() + 1;
        events.add(new RecordedEvent(sequence, START.plusSeconds(sequence), session, event));
    }
}
