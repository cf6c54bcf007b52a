package io.rlmgateway.session;

import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.trajectory.ReplayEvent;
import io.rlmgateway.trajectory.Run;
import io.rlmgateway.trajectory.ToolEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the tree of a run from its events. */
final class RunTreeBuilder {

    private static final double MILLIS = 1000;

    private final Run run;
    private final Map<Integer, RunSessionBuilder> sessions = new HashMap<>();

    private RunTreeBuilder(Run run) {
        this.run = run;
    }

    static RunTree tree(Run run, List<RecordedEvent> events) {
        RunTreeBuilder builder = new RunTreeBuilder(run);
        events.forEach(builder::add);
        RunSessionBuilder root = builder.sessions.get(0);
        return new RunTree(RunFacts.of(run), RunUsage.of(events), root == null ? null : root.build());
    }

    private void add(RecordedEvent recorded) {
        double at = Duration.between(run.created(), recorded.at()).toMillis() / MILLIS;
        RunSessionBuilder session = session(recorded.session());
        switch (recorded.event()) {
            case Event.Opened opened -> open(session, at, opened);
            case ReplayEvent.OfSession _, ToolEvent.OfSession _ -> {
                // nothing of them is shown
            }
            case Event.OfTurn turn -> session.add(at, turn);
            case Event.OfCell cell -> session.add(at, cell);
            case Event.OfCall call -> session.add(at, call);
            case Event.Ending ending -> session.end(at, ending);
        }
    }

    private void open(RunSessionBuilder session, double at, Event.Opened opened) {
        session.open(opened);
        if (opened.parent() != null) {
            Event.ParentCall parent = opened.parent();
            session(parent.session()).addChild(at, parent.call(), session);
        }
    }

    private RunSessionBuilder session(int number) {
        return sessions.computeIfAbsent(number, RunSessionBuilder::new);
    }
}
