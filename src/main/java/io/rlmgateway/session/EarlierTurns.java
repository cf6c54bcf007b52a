package io.rlmgateway.session;

import io.rlmgateway.trajectory.Event;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The turns that a session had before its run was broken off.
 *
 * @param events what the run had recorded
 * @param session the session's number
 */
record EarlierTurns(EarlierEvents events, int session) {

    /** {@return the reply to a turn or to the closing question, or null when it is not there} */
    ModelCalls.@Nullable Reply reply(int turn) {
        Event.ModelReplied replied = events.find(session, Event.ModelReplied.class, turn);
        return replied == null
                ? null
                : ModelCalls.Reply.recorded(replied.text(), replied.stop(), replied.usage(), replied.millis());
    }

    /** {@return whether the closing question was answered} */
    boolean isClosed() {
        return events.all().stream()
                .filter(recorded -> recorded.session() == session)
                .anyMatch(recorded -> recorded.event() instanceof Event.TurnAsked asked
                        && asked.closing() != null
                        && reply(asked.turn()) != null);
    }

    /** {@return what had come of a reply that was still being written, empty for nothing} */
    String begun(int turn) {
        return events.begun(session, turn);
    }

    /**
     * Ends the turns where they had ended.
     *
     * @throws BudgetExhaustedException when the closing question was asked instead of this turn
     */
    void checkOpen(int turn) {
        Event.TurnAsked asked = asked(turn);
        if (asked != null && asked.closing() != null) {
            Limits.Name limit = Limits.Name.valueOf(asked.closing().toUpperCase(Locale.ROOT));
            throw BudgetExhaustedException.of(limit, "as it was before the run was broken off");
        }
    }

    /** {@return what the root model was shown of the turn before, with what was left then; or the text given} */
    String shownBefore(int turn, String otherwise) {
        Event.TurnAsked asked = asked(turn);
        return asked == null || asked.kept() != null || asked.added().isEmpty()
                ? otherwise
                : asked.added().getFirst().content();
    }

    private Event.@Nullable TurnAsked asked(int turn) {
        return events.find(session, Event.TurnAsked.class, turn);
    }
}
