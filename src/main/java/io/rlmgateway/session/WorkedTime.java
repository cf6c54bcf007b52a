package io.rlmgateway.session;

import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.trajectory.ReplayEvent;
import io.rlmgateway.trajectory.ToolEvent;
import java.time.Duration;
import java.util.List;

/** Adds up how long a run was worked on, without the time in which it lay still or did its steps again. */
final class WorkedTime {

    private WorkedTime() {}

    /** {@return the time between a run's events} */
    static Duration of(List<RecordedEvent> events) {
        Duration worked = Duration.ZERO;
        for (int i = 1; i < events.size(); i++) {
            worked = worked.plus(between(events.get(i - 1), events.get(i)));
        }
        return worked;
    }

    private static Duration between(RecordedEvent before, RecordedEvent event) {
        Duration gap = Duration.between(before.at(), event.at());
        if (gap.isNegative() || event.event() instanceof ReplayEvent.Resumed || waited(before.event())) {
            return Duration.ZERO;
        }
        if (before.event() instanceof ReplayEvent.Resumed) {
            // first all steps were done again, then the one that was in flight, of which it is known how long it took
            Duration own = own(event.event());
            return own.compareTo(gap) < 0 ? own : gap;
        }
        return gap;
    }

    /** {@return whether it was the client whose turn it was} */
    static boolean waited(Event before) {
        return before instanceof ToolEvent.ToolsAwaited || before instanceof ToolEvent.SandboxFreed;
    }

    private static Duration own(Event event) {
        return switch (event) {
            case Event.ModelReplied replied -> Duration.ofMillis(replied.millis());
            case Event.SubCallEnded ended -> Duration.ofMillis(ended.millis());
            case Event.CellEnded ended -> Duration.ofMillis(ended.millis());
            case Event _ -> Duration.ZERO;
        };
    }
}
