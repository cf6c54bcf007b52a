package io.rlmgateway.session;

import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.Event.CallId;
import io.rlmgateway.trajectory.RecordedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What sub-models had answered to cells that were stopped before the run was broken off. Such a cell is not run again, so
 * nobody asks for its answers; later turns may take them again all the same, and may have done so.
 */
final class StoppedAnswers {

    private final Map<Prompt, List<Answered>> answers = new HashMap<>();

    /** Of a session, by what its run had recorded. */
    StoppedAnswers(EarlierEvents events, int session) {
        List<Event> own = events.all().stream()
                .filter(recorded -> recorded.session() == session)
                .map(RecordedEvent::event)
                .toList();
        Map<Integer, Integer> turns = new HashMap<>();
        own.forEach(event -> {
            if (event instanceof Event.CellEnded cell && CellRecord.isStopped(cell)) {
                turns.put(cell.cell(), cell.turn());
            }
        });
        Map<CallId, Prompt> prompts = new HashMap<>();
        for (Event event : turns.isEmpty() ? List.<Event>of() : own) {
            switch (event) {
                case Event.SubCallAsked asked -> prompts.put(asked.call(), new Prompt(asked.model(), asked.prompt()));
                case Event.SubCallEnded ended -> keep(ended, prompts, turns);
                case Event _ -> {
                    // no answer
                }
            }
        }
    }

    /** What was asked, as the journal has it. */
    private record Prompt(String model, String text) {}

    /**
     * An answer.
     *
     * @param id the call that it answered
     * @param turn the turn of that call
     */
    record Answered(CallId id, int turn, String reply) {}

    private void keep(Event.SubCallEnded ended, Map<CallId, Prompt> prompts, Map<Integer, Integer> turns) {
        CallId first = new CallId(
                ended.call().cell(), ended.call().number(), ended.call().slot());
        Prompt prompt = prompts.get(first);
        Integer turn = turns.get(first.cell());
        String reply = ended.reply();
        boolean whole = ended.error() == null && "stop".equals(ended.stop());
        if (prompt != null && turn != null && reply != null && whole) {
            answers.computeIfAbsent(prompt, any -> new ArrayList<>()).add(new Answered(first, turn, reply));
        }
    }

    /** {@return whether none is left} */
    synchronized boolean isEmpty() {
        return answers.isEmpty();
    }

    /** {@return the answers to a question, given once} */
    synchronized List<Answered> take(String model, String text) {
        List<Answered> all = answers.remove(new Prompt(model, text));
        return all == null ? List.of() : all;
    }
}
