package io.rlmgateway.session;

import io.rlmgateway.session.Answer.Finish;
import io.rlmgateway.session.SharedBudget.Spent;
import io.rlmgateway.trajectory.Event.CallId;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.trajectory.ToolEvent;
import io.rlmgateway.trajectory.ToolEvent.ToolCalled;
import io.rlmgateway.trajectory.ToolEvent.ToolsAwaited;
import io.rlmgateway.trajectory.ToolEvent.ToolsOffered;
import io.rlmgateway.upstream.Content;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a run's journal says of the client's tools: in rounds, each of which is one answer that holds calls. */
final class ToolRecord {

    private final List<RecordedEvent> events;
    private final Map<String, ToolCalled> called = new HashMap<>();
    private final Map<CallId, String> results = new HashMap<>();
    private final List<Round> rounds = new ArrayList<>();
    private @Nullable ToolsOffered offered;

    /**
     * An answer that holds calls.
     *
     * @param ids the calls
     * @param end how many events there were with it
     */
    private record Round(List<String> ids, int end) {}

    /** Reads the events of a run. */
    ToolRecord(List<RecordedEvent> events) {
        this.events = events;
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).session() == 0 && events.get(i).event() instanceof ToolEvent step) {
                add(step, i + 1);
            }
        }
    }

    private void add(ToolEvent step, int end) {
        switch (step) {
            case ToolsOffered tools -> offered = tools;
            case ToolCalled call -> called.put(call.id(), call);
            case ToolsAwaited(List<String> ids) -> rounds.add(new Round(ids, end));
            case ToolEvent.ToolReturned(CallId call, String result) -> results.put(call, result);
            case ToolEvent.SandboxFreed _ -> {
                // says nothing of calls
            }
        }
    }

    /** {@return what was offered, or null} */
    @Nullable
    ToolsOffered offered() {
        return offered;
    }

    /** {@return how many answers held calls} */
    int rounds() {
        return rounds.size();
    }

    /** {@return the last round to which these calls belong, or -1} */
    int round(Collection<String> ids) {
        for (int i = rounds.size() - 1; i >= 0; i--) {
            if (!ids.isEmpty() && rounds.get(i).ids().containsAll(ids)) {
                return i;
            }
        }
        return -1;
    }

    /** {@return the calls of a round as the client knows them} */
    List<String> ids(int round) {
        return rounds.get(round).ids();
    }

    /** {@return a call, or null} */
    @Nullable
    ToolCalled call(String id) {
        return called.get(id);
    }

    /** {@return what came of a call, or null as long as nothing did} */
    @Nullable
    String result(String id) {
        ToolCalled call = called.get(id);
        return call == null ? null : results.get(call.call());
    }

    /** {@return whether a call's result is there} */
    boolean isReturned(CallId call) {
        return results.containsKey(call);
    }

    /** {@return a round's answer, with what was used since the one before} */
    Answer answer(int round) {
        List<Content.ToolCall> calls = ids(round).stream()
                .map(id -> Objects.requireNonNull(called.get(id)))
                .map(call -> new Content.ToolCall(call.id(), call.tool(), call.arguments()))
                .toList();
        Answer.Usage usage = used(rounds.get(round).end());
        Answer.Usage told = round == 0 ? null : used(rounds.get(round - 1).end());
        return new Answer("", Finish.TOOL_CALLS, List.of(), told == null ? usage : usage.since(told), calls);
    }

    /** {@return an answer that ends the run, with what was used since the last round} */
    Answer last(Answer whole) {
        return rounds.isEmpty()
                ? whole
                : new Answer(
                        whole.text(),
                        whole.finish(),
                        whole.citations(),
                        whole.usage().since(used(rounds.getLast().end())));
    }

    private Answer.Usage used(int end) {
        List<RecordedEvent> before = events.subList(0, end);
        Spent spent = EarlierSpending.of(before);
        Duration worked = WorkedTime.of(before);
        return new Answer.Usage(
                spent.turns(), spent.subCalls(), spent.depth(), spent.models(), spent.costUsd(), worked, null);
    }
}
