package io.rlmgateway.trajectory;

import java.util.List;
import java.util.Map;

/** One event of each kind, each field filled. */
final class SampleEvents {

    private SampleEvents() {}

    static List<Event> steps() {
        Event.CallId call = new Event.CallId(1, 2, 3);
        return List.of(
                new Event.Opened(
                        1,
                        new Event.ParentCall(0, call),
                        "How many?",
                        List.of("demo/root", "demo/sub"),
                        List.of(new Event.DocumentFacts("file-1", "book.txt", 7_700_000)),
                        Map.of("turns", 30, "wall_time", "10m"),
                        new Event.Approach("gpt", "asked for")),
                new Event.TurnAsked(1, null, List.of(new Event.PromptMessage("system", "Write Python."))),
                new Event.TurnAsked(2, 1, List.of(new Event.PromptMessage("user", "It was cut."))),
                new Event.ReplyBegun(1, "```repl\n1\n```\n"),
                new Event.ModelReplied(
                        1, "```repl\n1\n```", "stop", new Event.Usage("demo/root", 10, 2, 5, 1, 0.25), 40),
                new Event.CellStarted(1, 1, "print(len(context))"),
                new Event.FunctionCalled(call, "search", "{\"query\":\"x\"}", "[]", null),
                new Event.FunctionCalled(call, "cite", "{}", null, "no such document"),
                new Event.SubCallAsked(call, "llm_query", "demo/sub", "What? " + "é\uD83D\uDE00".repeat(2000)),
                new Event.SubCallEnded(call, "That.", null, "stop", new Event.Usage("demo/sub", 3, 0, 1, 0, null), 12),
                new Event.SubCallEnded(call, null, "timed out", null, null, 30_000),
                new Event.SubCallReused(call, "llm_query", new Event.CallId(1, 1, 0)),
                new Event.CellEnded(1, 1, "printed", "7700000\n", "", null, Map.of("n", "7700000"), 3),
                new ReplayEvent.Returned(call),
                new ReplayEvent.Cited(call, "file-1", "book.txt", 10, 20, "ab12", "page 3", 3),
                new ReplayEvent.ContextKept("file-2"),
                new Event.TurnAsked(3, null, List.of(), "wall_time"),
                new ReplayEvent.Resumed(),
                new ReplayEvent.Continued("run_1", 4),
                new ReplayEvent.StartedAfresh("one of them was deleted"));
    }

    static Event ended(String outcome) {
        return switch (outcome) {
            case "ANSWERED" -> new Event.Answered("42", null);
            case "ABANDONED" -> new Event.Abandoned("nobody asked again");
            case "FAILED" -> new Event.Failed("rlm_failed", "the sandbox broke");
            default -> new Event.Cancelled("by its owner");
        };
    }
}
