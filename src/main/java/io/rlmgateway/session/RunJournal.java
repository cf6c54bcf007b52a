package io.rlmgateway.session;

import io.rlmgateway.session.Answer.Citation;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.trajectory.ReplayEvent;
import io.rlmgateway.trajectory.Trajectory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run's journal: where its steps go, and what is there from before it was broken off.
 *
 * @param trajectory receives steps that are done for the first time
 * @param earlier steps that were done before; none of a run that has just begun
 */
record RunJournal(Trajectory trajectory, EarlierEvents earlier) {

    /** Records a step, or takes it as recorded. */
    Instant record(int session, Event event) {
        RecordedEvent known = earlier.take(session, event);
        return known == null ? trajectory.record(session, event) : known.at();
    }

    /** Records a step without waiting. */
    Instant note(int session, Event event) {
        return trajectory.note(session, event);
    }

    /**
     * What the run may still use.
     *
     * @param deadline when the client that waits now must have its answer, or null
     */
    Budget budget(Limits limits, @Nullable ClientDeadline deadline) {
        Duration worked = earlier.isEmpty() ? Duration.ZERO : earlier.worked();
        Limits within = deadline == null ? limits : deadline.within(limits, worked);
        Limits.Name clock = within.equals(limits) ? Limits.Name.WALL_TIME : Limits.Name.CLIENT_DEADLINE;
        return earlier.isEmpty()
                ? new Budget(within, clock, WorkTime.fromNow(deadline))
                : Budget.after(within, clock, WorkTime.after(worked, deadline), EarlierSpending.of(earlier.all()));
    }

    /** {@return what a child session may still use, under the ceiling that it had} */
    Budget budget(Budget parent, int child) {
        Event.Opened opened = earlier.find(child, Event.Opened.class, "");
        return opened == null
                ? parent.child()
                : parent.child(opened.limits(), EarlierSpending.of(earlier.under(child)));
    }

    /** {@return what was cited before} */
    List<Citation> citations() {
        return citations(earlier.all());
    }

    /** {@return what a run's events cite, in order} */
    static List<Citation> citations(List<RecordedEvent> events) {
        return events.stream()
                .map(RecordedEvent::event)
                .filter(ReplayEvent.Cited.class::isInstance)
                .map(ReplayEvent.Cited.class::cast)
                .map(cited -> new Citation(cited.document(), cited.name(), cited.start(), cited.end(), cited.sha256()))
                .toList();
    }
}
