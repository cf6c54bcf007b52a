package io.rlmgateway.session;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.api.FailureTable;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.trajectory.Run;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run that an earlier sending of a request began.
 *
 * @param run the run
 * @param events its events, in order
 */
record EarlierRun(Run run, List<RecordedEvent> events) {

    /** {@return whether the request that is sent again gets what came of this run, or has it go on} */
    boolean counts() {
        return run.ended() == null
                || switch (end()) {
                    case Event.Answered _ -> true;
                    case Event.Cancelled _ -> true;
                    case Event.Abandoned _ -> false;
                    case Event.Failed failed -> !passes(failed);
                    case null -> false;
                };
    }

    /**
     * What a request gets that was sent before, or that brings results which were brought before.
     *
     * @return the answer, or null when the run goes on for it
     * @throws FailureException when there was none
     */
    @Nullable
    Answer outcome(Question question) {
        ToolRecord tools = new ToolRecord(events);
        List<String> ids = question.asked().results().stream()
                .map(Question.Part.ToolResult::callId)
                .toList();
        int next = ids.isEmpty() ? 0 : tools.round(ids) + 1;
        if (next < tools.rounds()) {
            return tools.answer(next).again();
        }
        return run.ended() == null
                ? null
                : tools.last(answer(question.output())).again();
    }

    /** What the client is told to try again later is tried again. */
    private static boolean passes(Event.Failed failed) {
        return passes(FailureTable.failure(failed.code(), failed.message()));
    }

    /** {@return whether the client is told to try again later} */
    static boolean passes(Failure failure) {
        return FailureTable.row(failure).headers().containsKey("Retry-After");
    }

    /**
     * What came of the run.
     *
     * @param output the client's wishes, which were the same
     * @return the answer
     * @throws FailureException when there was none
     */
    Answer answer(Question.Output output) {
        return switch (Objects.requireNonNull(end())) {
            case Event.Answered answered ->
                FinalAnswer.of(
                        RlmLoop.Ending.of(answered),
                        output,
                        new FinalAnswer.Facts(RunJournal.citations(events), EarlierSpending.of(events), elapsed()));
            case Event.Failed failed ->
                throw new FailureException(FailureTable.failure(failed.code(), failed.message()));
            case Event.Cancelled(String reason) -> throw new FailureException(new Failure.RunCancelled(reason));
            case Event.Abandoned(String reason) -> throw new FailureException(new Failure.RunCancelled(reason));
        };
    }

    private Duration elapsed() {
        return new EarlierEvents(events).worked();
    }

    /** {@return the ids of the documents that the run opened with, in order} */
    List<String> documents() {
        return events.stream()
                .filter(event -> event.session() == 0)
                .map(RecordedEvent::event)
                .filter(Event.Opened.class::isInstance)
                .map(Event.Opened.class::cast)
                .findFirst()
                .map(opened ->
                        opened.documents().stream().map(Event.DocumentFacts::id).toList())
                .orElse(List.of());
    }

    private Event.@Nullable Ending end() {
        return events.stream()
                .filter(RecordedEvent::endsRun)
                .map(RecordedEvent::event)
                .map(Event.Ending.class::cast)
                .findFirst()
                .orElse(null);
    }
}
