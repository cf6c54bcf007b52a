package io.rlmgateway.session;

import io.rlmgateway.session.Conversation.EarlierRequest;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.trajectory.ReplayEvent;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to come to the Python that earlier runs left, by what it took at first.
 *
 * @param cells cells that run again
 * @param time what they took, without the time in which they waited for models
 */
record ReplayCost(int cells, Duration time) {

    static ReplayCost of(Conversation conversation) {
        int cells = 0;
        Duration time = Duration.ZERO;
        for (EarlierRequest run : conversation.runs()) {
            cells += (int) run.ofRoot(Event.CellStarted.class).count();
            time = time.plus(time(run));
        }
        return new ReplayCost(cells, time);
    }

    /** Adds up the moments in which a cell ran and no call was open: those of children are within their parent's. */
    private static Duration time(EarlierRequest run) {
        Duration time = Duration.ZERO;
        boolean running = false;
        int open = 0;
        @Nullable RecordedEvent before = null;
        Set<Integer> children = new HashSet<>();
        for (RecordedEvent recorded : run.events()) {
            if (running && open == 0) {
                time = time.plus(between(before, recorded));
            }
            before = recorded;
            switch (recorded.event()) {
                case Event.CellStarted _ when recorded.session() == 0 -> running = true;
                case Event.CellEnded _
                when recorded.session() == 0 -> {
                    running = false;
                    open = 0;
                }
                case Event.SubCallAsked _ when recorded.session() == 0 -> open++;
                case Event.SubCallEnded _ when recorded.session() == 0 -> open--;
                case Event.Opened opened
                when opened.parent() != null && opened.parent().session() == 0 -> {
                    children.add(recorded.session());
                    open++;
                }
                case Event.Ending _ when children.contains(recorded.session()) -> open--;
                case Event _ -> {
                    // no call begins or ends with it
                }
            }
        }
        return time;
    }

    /** Neither a run that lay still nor one that waited for its client's tools took time. */
    private static Duration between(@Nullable RecordedEvent before, RecordedEvent event) {
        return before == null || event.event() instanceof ReplayEvent.Resumed || WorkedTime.waited(before.event())
                ? Duration.ZERO
                : Duration.between(before.at(), event.at());
    }
}
