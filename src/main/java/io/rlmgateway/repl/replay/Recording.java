package io.rlmgateway.repl.replay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
    private Instant last = Instant.MIN;

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

    /** A call ended. */
    synchronized void end(RecordedCall call, @Nullable Object result) {
        Instant now = Instant.now();
        last = now.isAfter(last) ? now : last;
        call.end(result, last, ended);
        if (calls.get(call.number()) == call) {
            ended++;
        }
    }

    /** Forgets what a cell did, which is as if it had never run. */
    synchronized void forget(RecordedCell cell) {
        calls.values().removeIf(call -> call.cell() == cell.number());
        List<RecordedCall> inOrder = new ArrayList<>(calls.values());
        inOrder.removeIf(call -> !call.hasEnded());
        inOrder.sort(Comparator.comparingLong(RecordedCall::place));
        ended = 0;
        inOrder.forEach(call -> call.moveTo(ended++));
    }
}
