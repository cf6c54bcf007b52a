package io.rlmgateway.session;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.session.Question.Asked;
import io.rlmgateway.session.Question.Repeat;
import io.rlmgateway.session.RunningSessions.Entry;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.ReplayEvent;
import io.rlmgateway.trajectory.Run;
import io.rlmgateway.trajectory.RunKeys;
import io.rlmgateway.trajectory.Trajectories;
import io.rlmgateway.trajectory.Trajectory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Service;

/** Sessions by the RLM loop. */
@Service
final class RlmSessions implements Sessions, DisposableBean {

    /** How long it takes at most to see that a client is gone, and to break its run off. */
    private static final Duration NOTICED = Duration.ofSeconds(25);

    /** How long it takes to take a run off the list that has come to its end. */
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private static final Event.Ending GONE = new Event.Abandoned("its client is gone");
    private static final String CANCELLED = "it was cancelled through its route";

    private final ServedModels served;
    private final Routing routing;
    private final Trajectories trajectories;
    private final SessionParts parts;
    private final Conversations conversations;
    private final Deadlines deadlines = new Deadlines();
    private final RunningSessions running = new RunningSessions();
    private final ParkedRuns parked = new ParkedRuns(deadlines);
    private final RepeatedRequests repeats;

    RlmSessions(
            ServedModels served,
            Routing routing,
            Trajectories trajectories,
            SessionParts parts,
            Conversations conversations) {
        this.served = served;
        this.routing = routing;
        this.trajectories = trajectories;
        this.parts = parts;
        this.conversations = conversations;
        this.repeats = new RepeatedRequests(trajectories, NOTICED);
    }

    @Override
    public List<ServedModel> models() {
        return served.list();
    }

    @Override
    public Asked run(String tenant, @Nullable String request, Repeat repeat) {
        Run earlier = request == null ? null : repeats.find(tenant, request, repeat);
        return earlier == null
                ? new Asked(trajectories.newId(), request, false)
                : new Asked(earlier.id(), request, true);
    }

    @Override
    public Route route(Question question) {
        served.find(question.model(), question.caller().rights());
        if (!question.asked().again()) {
            return routing.route(question, conversations.of(question));
        }
        EarlierRun earlier = earlier(trajectories.find(question.caller().tenant(), question.run()));
        return earlier.run().ended() == null
                ? routing.goOn(
                        question,
                        earlier.documents(),
                        conversations.of(question.caller().tenant(), earlier.events()))
                : new Route.Answered(earlier.answer(question.output()), "answered before");
    }

    private EarlierRun earlier(Run run) {
        return new EarlierRun(run, trajectories.events(run.tenant(), run.id(), 0));
    }

    @Override
    public Answer answer(Route.Rlm route, AnswerListener listener) {
        Question question = route.plan().question();
        Sending sending = question.asked().sending();
        repeats.add(question.run(), sending);
        Entry entry = running.enter(question.run(), sending, NOTICED);
        if (entry == null) {
            throw busy(question.run());
        }
        Answer given = question.asked().again() ? given(question, entry) : null;
        if (given != null) {
            return given;
        }
        SessionTree tree = open(route, listener, entry);
        try (entry;
                MDC.MDCCloseable _ = MDC.putCloseable("run", question.run());
                MDC.MDCCloseable _ =
                        MDC.putCloseable("tenant", question.caller().tenant())) {
            return run(tree, route, entry);
        }
    }

    /** {@return the answer of a run that ended while this sending waited for it, or null when it goes on} */
    private @Nullable Answer given(Question question, Entry entry) {
        boolean goesOn = false;
        try {
            Run run = trajectories.find(question.caller().tenant(), question.run());
            goesOn = run.ended() == null;
            if (goesOn) {
                return null;
            }
            EarlierRun earlier = earlier(run);
            if (!earlier.counts()) {
                throw busy(question.run());
            }
            return earlier.answer(question.output());
        } finally {
            if (!goesOn) {
                entry.close();
            }
        }
    }

    /** Whatever comes of it is recorded before somebody else can take the run. */
    private Answer run(SessionTree tree, Route.Rlm route, Entry entry) {
        try (HeldDocuments _ = hold(route)) {
            tree.checkCancelled();
            RlmLoop.Ending ending = new RlmLoop(tree, Task.root(route.plan())).run();
            return FinalAnswer.of(ending, route.plan().question().output(), FinalAnswer.Facts.of(tree));
        } catch (RuntimeException e) {
            throw failed(tree, entry, e);
        } catch (Error e) {
            throw rethrown(e, () -> RunFailures.ended(tree, RunFailures.defect(tree, e)));
        }
    }

    private FailureException failed(SessionTree tree, Entry entry, RuntimeException cause) {
        if (tree.calls().isBroken() && entry.park(tree, parked, GONE)) {
            return brokenOff(cause);
        }
        FailureException failure = RunFailures.failure(tree, cause);
        return isWorthWaiting(tree, failure) && entry.park(tree, parked, RunFailures.ending(tree, failure.failure()))
                ? failure
                : RunFailures.ended(tree, failure);
    }

    /** What has been paid for is not lost by a failure that passes. */
    private static boolean isWorthWaiting(SessionTree tree, FailureException failure) {
        return EarlierRun.passes(failure.failure())
                && !tree.budget().spent().models().isEmpty();
    }

    private static Error rethrown(Error error, Runnable before) {
        try {
            before.run();
        } catch (RuntimeException e) {
            error.addSuppressed(e);
        }
        return error;
    }

    private static FailureException brokenOff(RuntimeException cause) {
        return new FailureException(
                new Failure.Overloaded(
                        "The run was broken off. Send the request again, and it goes on.", Duration.ofSeconds(1)),
                cause);
    }

    private static FailureException busy(String run) {
        return new FailureException(new Failure.Overloaded(
                "The run " + run + " is being answered or just was. Ask again.", Duration.ofSeconds(1)));
    }

    @Override
    public boolean leave(Asked asked) {
        asked.sending().lost();
        return running.leave(asked.run(), asked.sending(), deadlines);
    }

    @Override
    public void cancel(String tenant, String run) {
        String id = trajectories.find(tenant, run).id();
        while (!running.cancel(id, CANCELLED)) {
            Entry entry = running.enter(id, new Sending(), A_MOMENT);
            if (entry != null) {
                try (entry) {
                    cancelLeft(tenant, id);
                }
                return;
            }
        }
    }

    /** Cancels a run that nobody works on, while nobody else can take it. */
    private void cancelLeft(String tenant, String run) {
        Trajectory left = left(tenant, run);
        if (left != null) {
            left.record(0, new Event.Cancelled("The run was cancelled: " + CANCELLED + "."));
        }
    }

    private @Nullable Trajectory left(String tenant, String run) {
        Trajectory left = parked.take(run);
        return left == null ? trajectories.reopen(tenant, run) : left;
    }

    @Override
    public void forget(Route.Rlm route) {
        Question question = route.plan().question();
        if (!question.asked().again()) {
            parts.documents().release(question.caller().tenant(), question.run());
        }
    }

    @Override
    public void handOver() {
        running.leaveAll();
    }

    /** Runs go on after a restart, when their clients ask again. */
    @Override
    public void destroy() {
        running.leaveAll();
        deadlines.close();
    }

    private SessionTree open(Route.Rlm route, AnswerListener listener, Entry entry) {
        Question question = route.plan().question();
        String tenant = question.caller().tenant();
        try {
            if (question.asked().sending().isLost()) {
                // it went while it waited for the run, and nobody else would see that
                throw brokenOff(new CancellationException("the client is gone"));
            }
            SessionTree tree = tree(route, journal(route, tenant), listener);
            entry.opened(tree);
            return tree;
        } catch (RuntimeException | Error e) {
            entry.close();
            forget(route);
            throw e;
        }
    }

    private RunJournal journal(Route.Rlm route, String tenant) {
        Question question = route.plan().question();
        Asked asked = question.asked();
        Conversation conversation = route.conversation();
        if (!asked.again()) {
            RunKeys keys = new RunKeys(asked.request(), conversations.name(question));
            Trajectory opened = trajectories.open(asked.run(), tenant, question.model(), keys);
            conversation.beginning().forEach(step -> opened.record(0, step));
            return RunJournal.of(opened, List.of(), conversation);
        }
        Trajectory trajectory = left(tenant, asked.run());
        if (trajectory == null) {
            throw busy(asked.run());
        }
        try {
            RunJournal journal = RunJournal.of(trajectory, trajectories.events(tenant, asked.run(), 0), conversation);
            trajectory.record(0, new ReplayEvent.Resumed());
            return journal;
        } catch (RuntimeException | Error e) {
            parked.park(trajectory, GONE);
            throw e;
        }
    }

    private SessionTree tree(Route.Rlm route, RunJournal journal, AnswerListener listener) {
        try {
            return new SessionTree(parts, deadlines, route, journal, listener);
        } catch (RuntimeException | Error e) {
            if (route.plan().question().asked().again()) {
                parked.park(journal.trajectory(), GONE);
            } else {
                journal.trajectory().record(0, RunFailures.notOpened());
            }
            throw e;
        }
    }

    private HeldDocuments hold(Route.Rlm route) {
        SessionPlan plan = route.plan();
        return HeldDocuments.of(
                parts.documents(),
                plan.question().caller().tenant(),
                route.conversation().documents(plan.documents()));
    }
}
