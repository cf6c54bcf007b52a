package io.rlmgateway.session;

import io.rlmgateway.session.RunTree.Call;
import io.rlmgateway.session.RunTree.Cell;
import io.rlmgateway.session.RunTree.Ended;
import io.rlmgateway.session.RunTree.Outcome;
import io.rlmgateway.session.RunTree.Output;
import io.rlmgateway.session.RunTree.Reply;
import io.rlmgateway.session.RunTree.Session;
import io.rlmgateway.session.RunTree.Setup;
import io.rlmgateway.session.RunTree.Turn;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.Event.CallId;
import io.rlmgateway.trajectory.ReplayEvent;
import io.rlmgateway.trajectory.ToolEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One session of a run's tree while its events are read. */
final class RunSessionBuilder {

    private static final double MILLIS = 1000;

    private final int number;
    private final Map<Integer, OpenTurn> turns = new TreeMap<>();
    private final Map<Integer, OpenCell> cells = new HashMap<>();
    private final Map<CallId, Ended> ended = new HashMap<>();
    private final Map<CallId, String> results = new HashMap<>();
    private Event.Opened opened = new Event.Opened(0, null, "", List.of(), List.of(), Map.of(), null);
    private @Nullable Outcome outcome;

    /**
     * A session of which no event was read yet.
     *
     * @param number its number in the run
     */
    RunSessionBuilder(int number) {
        this.number = number;
    }

    void open(Event.Opened event) {
        opened = event;
    }

    void add(double at, Event.OfTurn event) {
        OpenTurn turn = turns.computeIfAbsent(event.turn(), _ -> new OpenTurn(at));
        switch (event) {
            case Event.TurnAsked asked -> turn.asked = asked;
            case Event.ReplyBegun _ -> {}
            case Event.ModelReplied replied -> turn.replied = replied;
        }
    }

    void add(double at, Event.OfCell event) {
        OpenCell cell = cells.computeIfAbsent(event.cell(), _ -> new OpenCell(at));
        switch (event) {
            case Event.CellStarted started -> {
                cell.code = started.code();
                turns.computeIfAbsent(event.turn(), _ -> new OpenTurn(at)).cells.put(event.cell(), cell);
            }
            case Event.CellEnded end -> cell.ended = end;
        }
    }

    void add(double at, Event.OfCall event) {
        CallId id = event.call();
        switch (event) {
            case Event.FunctionCalled called -> {
                Call call = new Call.Function(
                        "function", id, at, called.function(), called.arguments(), called.result(), called.error());
                cell(id, at).calls.add(() -> call);
            }
            case Event.SubCallAsked asked ->
                cell(id, at)
                        .calls
                        .add(() -> new Call.SubCall(
                                "sub_call", id, at, asked.function(), asked.model(), asked.prompt(), ended.get(id)));
            case Event.SubCallReused reused -> {
                Call call = new Call.Reused("reused", id, at, reused.function(), reused.from());
                cell(id, at).calls.add(() -> call);
            }
            case Event.SubCallEnded end ->
                ended.put(id, new Ended(end.reply(), end.error(), end.usage(), end.millis() / MILLIS));
            case ToolEvent.ToolCalled(CallId call, String name, String tool, String arguments) ->
                cell(id, at).calls.add(() -> new Call.Tool("tool", call, at, name, tool, arguments, results.get(call)));
            case ToolEvent.ToolReturned(CallId call, String result) -> results.put(call, result);
            case ReplayEvent.OfCall _ -> {
                // they say nothing that the call does not say
            }
        }
    }

    void addChild(double at, CallId call, RunSessionBuilder child) {
        cell(call, at).calls.add(() -> new Call.Child("session", call, at, child.build()));
    }

    void end(double at, Event.Ending ending) {
        outcome = switch (ending) {
            case Event.Answered(String text, String stopped) -> new Outcome("answered", at, text, stopped, null);
            case Event.Failed(String code, String message) -> new Outcome("failed", at, message, null, code);
            case Event.Cancelled(String reason) -> new Outcome("cancelled", at, reason, null, null);
            case Event.Abandoned(String reason) -> new Outcome("cancelled", at, reason, null, null);
        };
    }

    Session build() {
        List<Turn> all = new ArrayList<>();
        turns.forEach((turn, open) -> all.add(open.build(turn)));
        return new Session(number, Setup.of(opened), all, outcome);
    }

    private OpenCell cell(CallId call, double at) {
        return cells.computeIfAbsent(call.cell(), _ -> new OpenCell(at));
    }

    /** A turn of which more may be read. */
    private static final class OpenTurn {

        private final double at;
        private final Map<Integer, OpenCell> cells = new TreeMap<>();
        private Event.@Nullable TurnAsked asked;
        private Event.@Nullable ModelReplied replied;

        OpenTurn(double at) {
            this.at = at;
        }

        Turn build(int turn) {
            List<Cell> all = new ArrayList<>();
            cells.forEach((cell, open) -> all.add(open.build(cell)));
            return asked == null
                    ? new Turn(turn, at, null, List.of(), reply(), all)
                    : new Turn(turn, at, asked.kept(), asked.added(), reply(), all);
        }

        private @Nullable Reply reply() {
            return replied == null
                    ? null
                    : new Reply(replied.text(), replied.stop(), replied.usage(), replied.millis() / MILLIS);
        }
    }

    /** A cell of which more may be read. */
    private static final class OpenCell {

        private final double at;
        private final List<Supplier<Call>> calls = new ArrayList<>();
        private String code = "";
        private Event.@Nullable CellEnded ended;

        OpenCell(double at) {
            this.at = at;
        }

        Cell build(int cell) {
            return new Cell(
                    cell, at, code, output(), calls.stream().map(Supplier::get).toList());
        }

        private @Nullable Output output() {
            return ended == null
                    ? null
                    : new Output(
                            ended.outcome(),
                            ended.stdout(),
                            ended.stderr(),
                            ended.result(),
                            ended.variables(),
                            ended.millis() / MILLIS);
        }
    }
}
