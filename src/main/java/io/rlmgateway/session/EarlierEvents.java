package io.rlmgateway.session;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.ReplJournal.Returned;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.trajectory.ReplayEvent;
import io.rlmgateway.trajectory.ToolEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run had recorded when it was broken off. A run that goes on does all of it again, and finds here what needs not
 * be done twice: replies of models, ends of cells and of child sessions.
 */
final class EarlierEvents {

    private final List<RecordedEvent> all;
    private final List<RecordedEvent> ofCells;
    private final Map<Key, Deque<RecordedEvent>> untaken = new HashMap<>();
    private final Map<Event.ParentCall, Integer> children = new HashMap<>();
    private final Map<Place, Integer> slots = new HashMap<>();
    private final Set<Cell> ended = new HashSet<>();

    /**
     * Of a run that goes on.
     *
     * @param events the run's events, in order
     */
    EarlierEvents(List<RecordedEvent> events) {
        this(List.of(), events);
    }

    /**
     * Of a run whose first cells are those of earlier ones.
     *
     * @param before what these had recorded of their cells, in order; it is found, but none of it is this run's
     * @param events the run's own events, in order
     */
    EarlierEvents(List<RecordedEvent> before, List<RecordedEvent> events) {
        all = List.copyOf(events);
        ofCells = Stream.concat(before.stream(), all.stream()).toList();
        for (RecordedEvent recorded : ofCells) {
            untaken.computeIfAbsent(key(recorded), any -> new ArrayDeque<>()).add(recorded);
            switch (recorded.event()) {
                case Event.Opened opened
                when opened.parent() != null -> children.put(opened.parent(), recorded.session());
                case Event.SubCallAsked asked -> {
                    Place place = Place.of(recorded.session(), asked.call());
                    slots.merge(place, asked.call().slot() + 1, Math::max);
                }
                case Event.CellEnded cell -> ended.add(new Cell(recorded.session(), cell.cell()));
                case Event _ -> {
                    // found by its key
                }
            }
        }
    }

    /** A cell of a session. */
    private record Cell(int session, int number) {}

    /** What made several sub-calls at once. */
    private record Place(int session, int cell, int number) {

        static Place of(int session, Event.CallId call) {
            return new Place(session, call.cell(), call.number());
        }
    }

    /** Of a run that has just begun. */
    static EarlierEvents none() {
        return new EarlierEvents(List.of());
    }

    /** A step of a session: events of the same step have equal keys. */
    private record Key(int session, Class<? extends Event> type, Object step) {

        static Key of(int session, Event event) {
            return switch (event) {
                case Event.OfTurn turn -> new Key(session, event.getClass(), turn.turn());
                case Event.OfCell cell -> new Key(session, event.getClass(), cell.cell());
                case Event.OfCall call -> new Key(session, event.getClass(), call.call());
                case Event.OfSession _ -> new Key(session, event.getClass(), "");
                case Event.Ending _ -> new Key(session, Event.Ending.class, "");
            };
        }
    }

    private static Key key(RecordedEvent recorded) {
        return Key.of(recorded.session(), recorded.event());
    }

    /** {@return whether anything was recorded of this run} */
    boolean isEmpty() {
        return all.isEmpty();
    }

    /** {@return all events of this run, in order} */
    List<RecordedEvent> all() {
        return all;
    }

    /**
     * Takes what was recorded of a step that is done again.
     *
     * @return the earlier event, or null when there is none
     * @throws FailureException with {@code SessionFailed} when it was another step
     */
    synchronized @Nullable RecordedEvent take(int session, Event event) {
        Deque<RecordedEvent> same = untaken.get(Key.of(session, event));
        RecordedEvent earlier = same == null ? null : same.poll();
        if (earlier != null) {
            check(earlier.event(), event);
        }
        return earlier;
    }

    private static void check(Event earlier, Event now) {
        boolean other = switch (earlier) {
            case Event.CellStarted cell ->
                now instanceof Event.CellStarted again && !again.code().equals(cell.code());
            case Event.SubCallAsked asked ->
                now instanceof Event.SubCallAsked again && !again.prompt().equals(asked.prompt());
            case ToolEvent.ToolCalled called -> !called.equals(now);
            case Event _ -> false;
        };
        if (other) {
            throw new FailureException(new Failure.SessionFailed(
                    "The run was broken off and cannot go on: done again, it asked or ran something else. Ask again."));
        }
    }

    /**
     * Looks for what will be recorded of a step.
     *
     * @param step number of the turn or the cell, or the call's id
     * @return the next event of this kind that was not taken, or null
     */
    synchronized <E extends Event> @Nullable E find(int session, Class<E> type, Object step) {
        Deque<RecordedEvent> same = untaken.get(new Key(session, type, step));
        RecordedEvent next = same == null ? null : same.peek();
        return next == null ? null : type.cast(next.event());
    }

    /** {@return what was recorded of a reply while it was being written, empty for nothing} */
    synchronized String begun(int session, int turn) {
        return untaken.getOrDefault(new Key(session, Event.ReplyBegun.class, turn), new ArrayDeque<>()).stream()
                .map(part -> ((Event.ReplyBegun) part.event()).text())
                .collect(Collectors.joining());
    }

    /** {@return how a session ended, or null when it did not} */
    Event.@Nullable Ending end(int session) {
        return find(session, Event.Ending.class, "");
    }

    /** {@return the number of the child session that a call began, or null} */
    @Nullable
    Integer child(Event.ParentCall call) {
        return children.get(call);
    }

    /** {@return whether a cell had come to its end} */
    boolean isEnded(int session, int cell) {
        return ended.contains(new Cell(session, cell));
    }

    /** {@return how many sub-calls at least a call from Python made, by those that were recorded} */
    int slots(int session, Event.CallId call) {
        return slots.getOrDefault(Place.of(session, call), 0);
    }

    /** {@return the events of a session and of those below it, in order} */
    List<RecordedEvent> under(int session) {
        Set<Integer> sessions = new HashSet<>(Set.of(session));
        List<RecordedEvent> events = new ArrayList<>();
        for (RecordedEvent recorded : all) {
            if (recorded.event() instanceof Event.Opened opened
                    && opened.parent() != null
                    && sessions.contains(opened.parent().session())) {
                sessions.add(recorded.session());
            }
            if (sessions.contains(recorded.session())) {
                events.add(recorded);
            }
        }
        return events;
    }

    /** {@return the calls of a session that returned, in order, without those of cells that were stopped} */
    List<Returned> returns(int session) {
        Set<Integer> stopped = new HashSet<>();
        events(session).map(RecordedEvent::event).forEach(event -> {
            if (event instanceof Event.CellEnded ended && CellRecord.isStopped(ended)) {
                stopped.add(ended.cell());
            }
        });
        List<Returned> returns = new ArrayList<>();
        events(session).forEach(recorded -> {
            if (recorded.event() instanceof ReplayEvent.Returned(Event.CallId call) && !stopped.contains(call.cell())) {
                returns.add(new Returned(call.cell(), call.number(), recorded.at()));
            }
        });
        return returns;
    }

    private Stream<RecordedEvent> events(int session) {
        return ofCells.stream().filter(event -> event.session() == session);
    }

    /** {@return how long the run was worked on} */
    Duration worked() {
        return WorkedTime.of(all);
    }
}
