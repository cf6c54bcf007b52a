package io.rlmgateway.session;

import io.rlmgateway.trajectory.Event;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.TokenUsage;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The turns that a session had before its run was broken off.
 *
 * @param events what the run had recorded
 * @param session the session's number
 */
record EarlierTurns(EarlierEvents events, int session) {

    /**
     * The reply to a turn or to the closing question. Of one that was still being written, this is what had come of it:
     * its cells may have run.
     *
     * @param model who replied
     * @return the reply, or null when it is not there
     */
    ModelCalls.@Nullable Reply reply(int turn, String model) {
        Event.ModelReplied replied = events.find(session, Event.ModelReplied.class, turn);
        if (replied != null) {
            return reply(replied);
        }
        String begun = events.begun(session, turn);
        return begun.isEmpty()
                ? null
                : reply(new Event.ModelReplied(turn, begun, "stop", new Event.Usage(model, 0, 0, 0, 0, 0.0), 0));
    }

    private static ModelCalls.Reply reply(Event.ModelReplied replied) {
        Event.Usage usage = replied.usage();
        ModelReply reply = new ModelReply(
                replied.text(),
                StopReason.valueOf(replied.stop().toUpperCase(Locale.ROOT)),
                new TokenUsage(usage.input(), usage.cached(), usage.output(), usage.reasoning()),
                null);
        return new ModelCalls.Reply(reply, usage, replied.millis());
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
