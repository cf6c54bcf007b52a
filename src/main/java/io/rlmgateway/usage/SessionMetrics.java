package io.rlmgateway.usage;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.trajectory.ReplayEvent;
import io.rlmgateway.trajectory.Run;
import io.rlmgateway.trajectory.RunListener;
import io.rlmgateway.trajectory.ToolEvent;
import io.rlmgateway.upstream.TokenUsage;
import io.rlmgateway.usage.SessionMetric.Tag;
import java.time.Duration;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Keeps the metrics of sessions up to date as their events are stored. */
@Component
final class SessionMetrics implements RunListener {

    private final MeterRegistry registry;
    private final CallMetrics calls;

    SessionMetrics(MeterRegistry registry, CallMetrics calls) {
        this.registry = registry;
        this.calls = calls;
    }

    @Override
    public void recorded(Run run, RecordedEvent recorded) {
        switch (recorded.event()) {
            case Event.Opened opened -> opened(opened);
            case ReplayEvent.OfSession _, ToolEvent.OfSession _ -> {
                // nothing is counted of them
            }
            case Event.OfTurn turn -> turn(turn);
            case Event.OfCell cell -> cell(cell);
            case Event.OfCall call -> call(call);
            case Event.Ending _ -> ended(run);
        }
    }

    private void opened(Event.Opened opened) {
        if (opened.parent() != null) {
            count(SessionMetric.CHILD_SESSIONS, 1, Tags.empty());
        }
    }

    private void turn(Event.OfTurn turn) {
        switch (turn) {
            case Event.TurnAsked _ -> count(SessionMetric.TURNS, 1, Tags.empty());
            case Event.ReplyBegun _ -> {}
            case Event.ModelReplied replied -> modelCall(replied.usage(), replied.millis());
        }
    }

    private void cell(Event.OfCell cell) {
        if (cell instanceof Event.CellEnded ended) {
            Tags tags = tag(Tag.OUTCOME, ended.outcome());
            count(SessionMetric.CELLS, 1, tags);
            time(SessionMetric.CELL_DURATION, Duration.ofMillis(ended.millis()), tags);
        }
    }

    private void call(Event.OfCall call) {
        if (call instanceof Event.SubCallEnded ended) {
            count(SessionMetric.SUB_CALLS, 1, tag(Tag.OUTCOME, ended.error() == null ? "answered" : "failed"));
            if (ended.usage() != null) {
                modelCall(ended.usage(), ended.millis());
            }
        }
    }

    private void modelCall(Event.Usage usage, long millis) {
        TokenUsage tokens = new TokenUsage(usage.input(), usage.cached(), usage.output(), usage.reasoning());
        calls.ended(usage.model(), tokens, usage.costUsd(), Duration.ofMillis(millis));
    }

    private void ended(Run run) {
        // the end of a child session leaves the run going on
        if (run.ended() != null) {
            Tags tags = tag(Tag.OUTCOME, run.status().name().toLowerCase(Locale.ROOT));
            count(SessionMetric.RUNS, 1, tags);
            time(SessionMetric.RUN_DURATION, Duration.between(run.created(), run.ended()), tags);
        }
    }

    private void count(SessionMetric metric, double amount, Tags tags) {
        registry.counter(metric.getName(), tags).increment(amount);
    }

    private void time(SessionMetric metric, Duration duration, Tags tags) {
        registry.timer(metric.getName(), tags).record(duration);
    }

    private static Tags tag(Tag tag, String value) {
        return Tags.of(tag.asString(), value);
    }
}
