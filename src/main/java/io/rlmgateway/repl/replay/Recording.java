package io.rlmgateway.repl.replay;

import io.rlmgateway.repl.ReplJournal;
import io.rlmgateway.repl.ReplJournal.Returned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A session's calls to the host by number, and in which order they ended. All that Python does follows from these, so
 * that an interpreter that gets the same results in the same order makes the same calls. It outlives the interpreters;
 * each of them has a {@link Playback} of it.
 */
final class Recording {

    private final Map<Long, RecordedCall> calls = new TreeMap<>();
    private long ended;
    private final Map<CallKey, Known> earlier = new HashMap<>();
    private final ReplJournal journal;
    private Instant last = Instant.MIN;

    /**
     * A recording in which no call was made yet.
     *
     * @param journal is told of calls that return, and knows those that did in an earlier process
     */
    Recording(ReplJournal journal) {
        this.journal = journal;
        for (Returned returned : journal.returns()) {
            last = returned.at().isAfter(last) ? returned.at() : last;
            earlier.put(new CallKey(returned.cell(), returned.call()), new Known(last, ended++));
        }
    }

    /** {@return the call of this number, or null when none was made} */
    synchronized @Nullable RecordedCall call(long number) {
        return calls.get(number);
    }

    /** {@return how many calls were made} */
    synchronized int size() {
        return calls.size();
    }

    /** A call is made for the first time. */
    synchronized void add(RecordedCall call) {
        calls.put(call.number(), call);
    }

    /** {@return whether the call returned in an earlier process} */
    synchronized boolean hasReturned(RecordedCall call) {
        return earlier.containsKey(CallKey.of(call));
    }

    /** A call ended. Where Python is to get no result any more, it never does. */
    void end(RecordedCall call, @Nullable Object result) {
        if (ended(call, result)) {
            // those who wait go on here, and may take their time
            call.tell();
        }
    }

    private synchronized boolean ended(RecordedCall call, @Nullable Object result) {
        Known known = earlier.remove(CallKey.of(call));
        if (known != null) {
            call.end(result, known.at(), known.place());
            return true;
        }
        Instant now = journal.returned(call.cell(), call.number());
        if (now == null) {
            return false;
        }
        last = now.isAfter(last) ? now : last;
        call.end(result, last, ended);
        if (calls.get(call.number()) == call) {
            ended++;
        }
        return true;
    }

    /** Forgets what a cell did, which is as if it had never run. */
    synchronized void forget(RecordedCell cell) {
        calls.values().removeIf(call -> call.cell() == cell.number());
        earlier.keySet().removeIf(call -> call.cell() == cell.number());
        List<RecordedCall> inOrder = new ArrayList<>(calls.values());
        inOrder.removeIf(call -> !call.hasEnded());
        inOrder.sort(Comparator.comparingLong(RecordedCall::place));
        ended = 0;
        inOrder.forEach(call -> call.moveTo(ended++));
    }

    /** When and after how many others a call returned. */
    private record Known(Instant at, long place) {}

    /** Tells calls apart, also from those of a stopped cell that had the same number. */
    private record CallKey(int cell, long number) {

        static CallKey of(RecordedCall call) {
            return new CallKey(call.cell(), call.number());
        }
    }
}
