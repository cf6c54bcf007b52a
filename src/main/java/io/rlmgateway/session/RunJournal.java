package io.rlmgateway.session;

import io.rlmgateway.access.Purse;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.session.Answer.Citation;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.trajectory.ReplayEvent;
import io.rlmgateway.trajectory.Trajectory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run's journal: where its steps go, and what is there from before it was broken off.
 *
 * @param trajectory receives steps that are done for the first time
 * @param earlier steps that were done before; none of a run that has just begun
 * @param conversation the earlier runs whose Python it goes on with
 */
record RunJournal(Trajectory trajectory, EarlierEvents earlier, Conversation conversation) {

    /**
     * A run's journal.
     *
     * @param own what the run had recorded before it was broken off
     */
    static RunJournal of(Trajectory trajectory, List<RecordedEvent> own, Conversation conversation) {
        // numbers of the earlier runs' children are not given again
        while (conversation.lastSession() > 0 && trajectory.nextSession() < conversation.lastSession()) {
            // the next one may do
        }
        return new RunJournal(trajectory, new EarlierEvents(conversation.events(), counting(own)), conversation);
    }

    /** What cells did that were run again in vain, before the run began with a new Python, is none of its own. */
    private static List<RecordedEvent> counting(List<RecordedEvent> own) {
        long afresh = own.stream()
                .filter(event -> event.event() instanceof ReplayEvent.StartedAfresh)
                .mapToLong(RecordedEvent::sequence)
                .findFirst()
                .orElse(0);
        return own.stream()
                .filter(event -> event.sequence() >= afresh
                        || (event.session() == 0 && event.event() instanceof Event.OfSession))
                .toList();
    }

    /** {@return what the chance of its Python comes from: a run goes on with that of the first in its conversation} */
    String origin() {
        return Objects.requireNonNullElse(conversation.origin(), trajectory.run());
    }

    /**
     * The earlier runs' Python cannot be had: it begins with its own.
     *
     * @throws FailureException with {@code SessionFailed} when it had gone on with theirs before it was broken off
     */
    RunJournal afresh(ConversationLostException why) {
        if (earlier.all().stream().anyMatch(event -> event.event() instanceof Event.OfTurn)) {
            throw new FailureException(
                    new Failure.SessionFailed(
                            "The run was broken off and cannot go on: " + why.reason() + ". Ask again."),
                    why);
        }
        trajectory.record(0, new ReplayEvent.StartedAfresh(why.reason()));
        return new RunJournal(trajectory, new EarlierEvents(earlier.all()), Conversation.lost(why.reason()));
    }

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
     * @param purse what pays for its calls
     */
    Budget budget(Limits limits, @Nullable ClientDeadline deadline, Purse purse) {
        // what a run used before that goes on is within its limits, and was paid for
        Limits affordable = earlier.isEmpty() ? limits.costing(purse.leftUsd()) : limits;
        Budget budget = budget(affordable, deadline);
        budget.shared.purse = purse;
        return budget;
    }

    private Budget budget(Limits limits, @Nullable ClientDeadline deadline) {
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
                .map(cited -> new Citation(
                        cited.document(),
                        cited.name(),
                        cited.start(),
                        cited.end(),
                        cited.sha256(),
                        cited.section(),
                        cited.page()))
                .toList();
    }
}
