package io.rlmgateway.session;

import io.rlmgateway.session.Question.Asked;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.ReplayEvent;
import io.rlmgateway.trajectory.RunKeys;
import io.rlmgateway.trajectory.ToolEvent.ToolReturned;
import io.rlmgateway.trajectory.Trajectories;
import io.rlmgateway.trajectory.Trajectory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens the journals of runs: of new ones, and of those that go on. */
final class RunJournals {

    static final Event.Ending GONE = new Event.Abandoned("its client is gone");

    private final Trajectories trajectories;
    private final Conversations conversations;
    private final ParkedRuns parked;

    RunJournals(Trajectories trajectories, Conversations conversations, ParkedRuns parked) {
        this.trajectories = trajectories;
        this.conversations = conversations;
        this.parked = parked;
    }

    /** Cancels a run that nobody works on, while nobody else can take it. */
    void cancel(String tenant, String run, String why) {
        Trajectory left = left(tenant, run);
        if (left != null) {
            left.record(0, new Event.Cancelled("The run was cancelled: " + why + "."));
        }
    }

    /** {@return where the events of a run go that nobody works on, or null} */
    private @Nullable Trajectory left(String tenant, String run) {
        Trajectory left = parked.take(run);
        return left == null ? trajectories.reopen(tenant, run) : left;
    }

    /**
     * Opens a run's journal.
     *
     * @throws io.rlmgateway.api.FailureException with {@code Overloaded} when somebody else works on the run
     */
    RunJournal of(Route.Rlm route) {
        return route.plan().question().asked().again() ? again(route) : begun(route);
    }

    private RunJournal begun(Route.Rlm route) {
        Question question = route.plan().question();
        Asked asked = question.asked();
        Conversation conversation = route.conversation();
        RunKeys keys = new RunKeys(asked.request(), conversations.name(question));
        Trajectory opened = trajectories.open(asked.run(), question.caller().tenant(), question.model(), keys);
        conversation.beginning().forEach(step -> opened.record(0, step));
        if (!ClientTools.of(question.output().tools()).isEmpty()) {
            opened.record(0, ClientTools.recorded(question));
        }
        return RunJournal.of(opened, List.of(), conversation);
    }

    private RunJournal again(Route.Rlm route) {
        Question question = route.plan().question();
        String tenant = question.caller().tenant();
        Trajectory trajectory = left(tenant, question.run());
        if (trajectory == null) {
            throw RunFailures.busy(question.run());
        }
        try {
            ToolRecord record = new ToolRecord(trajectories.events(tenant, question.run(), 0));
            for (ToolReturned result : ToolSession.returned(question)) {
                if (!record.isReturned(result.call())) {
                    trajectory.record(0, result);
                }
            }
            RunJournal journal =
                    RunJournal.of(trajectory, trajectories.events(tenant, question.run(), 0), route.conversation());
            trajectory.record(0, new ReplayEvent.Resumed());
            return journal;
        } catch (RuntimeException | Error e) {
            parked.park(trajectory, GONE);
            throw e;
        }
    }
}
