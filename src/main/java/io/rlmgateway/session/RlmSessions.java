package io.rlmgateway.session;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.api.FailureTable;
import io.rlmgateway.session.Question.Asked;
import io.rlmgateway.session.Question.Repeat;
import io.rlmgateway.session.RunningSessions.Entry;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.ReplayEvent;
import io.rlmgateway.trajectory.Run;
import io.rlmgateway.trajectory.Trajectories;
import io.rlmgateway.trajectory.Trajectory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Service;

/** Sessions by the RLM loop. */
@Service
final class RlmSessions implements Sessions, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(RlmSessions.class);

    /** How long it takes at most to see that a client is gone, and to break its run off. */
    private static final Duration NOTICED = Duration.ofSeconds(25);

    private static final String CANCELLED = "it was cancelled through its route";

    private final ServedModels served;
    private final Routing routing;
    private final Trajectories trajectories;
    private final SessionParts parts;
    private final Deadlines deadlines = new Deadlines();
    private final RunningSessions running = new RunningSessions();
    private final ParkedRuns parked = new ParkedRuns(deadlines);
    private final RepeatedRequests repeats;

    RlmSessions(ServedModels served, Routing routing, Trajectories trajectories, SessionParts parts) {
        this.served = served;
        this.routing = routing;
        this.trajectories = trajectories;
        this.parts = parts;
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
        if (!question.asked().again()) {
            return routing.route(question);
        }
        EarlierRun earlier = earlier(trajectories.find(question.caller().tenant(), question.run()));
        return earlier.run().ended() == null
                ? routing.goOn(question, earlier.documents())
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
        SessionTree tree = open(route, listener, entry);
        try (entry;
                MDC.MDCCloseable _ = MDC.putCloseable("run", question.run());
                MDC.MDCCloseable _ =
                        MDC.putCloseable("tenant", question.caller().tenant());
                HeldDocuments _ = hold(route.plan())) {
            RlmLoop.Ending ending = run(tree, Task.root(route.plan()), entry);
            return FinalAnswer.of(ending, question.output(), FinalAnswer.Facts.of(tree));
        } catch (RuntimeException e) {
            throw entry.isParked() ? brokenOff(e) : ended(tree, failure(tree, e));
        }
    }

    private RlmLoop.Ending run(SessionTree tree, Task task, Entry entry) {
        try {
            tree.checkCancelled();
            return new RlmLoop(tree, task).run();
        } catch (RuntimeException e) {
            entry.park(tree, parked);
            throw e;
        }
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
        running.cancel(id, CANCELLED);
        parked.cancel(id, CANCELLED);
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
            SessionTree tree = new SessionTree(parts, deadlines, route, journal(question, tenant), listener);
            entry.opened(tree);
            return tree;
        } catch (RuntimeException e) {
            entry.close();
            if (!question.asked().again()) {
                parts.documents().release(tenant, question.run());
            }
            throw e;
        }
    }

    private RunJournal journal(Question question, String tenant) {
        Asked asked = question.asked();
        if (!asked.again()) {
            Trajectory opened = trajectories.open(asked.run(), tenant, question.model(), asked.request());
            return new RunJournal(opened, EarlierEvents.none());
        }
        Trajectory left = parked.take(asked.run());
        Trajectory trajectory = left == null ? trajectories.reopen(tenant, asked.run()) : left;
        if (trajectory == null) {
            throw busy(asked.run());
        }
        RunJournal journal = new RunJournal(trajectory, new EarlierEvents(trajectories.events(tenant, asked.run(), 0)));
        trajectory.record(0, new ReplayEvent.Resumed());
        return journal;
    }

    private HeldDocuments hold(SessionPlan plan) {
        return HeldDocuments.of(parts.documents(), plan.question().caller().tenant(), plan.documents());
    }

    private static FailureException failure(SessionTree tree, RuntimeException cause) {
        return switch (cause) {
            case FailureException failure -> failure;
            case CancellationException _ -> new FailureException(tree.cancellation(), cause);
            // whatever an interrupt broke off
            case RuntimeException _ when tree.isCancelled() -> new FailureException(tree.cancellation(), cause);
            case BudgetExhaustedException _ -> {
                String message = "The limits do not even allow one answer: " + cause.getMessage() + ".";
                yield new FailureException(new Failure.BudgetExhausted(message), cause);
            }
            default -> {
                LOG.error("Run {} met a defect", tree.trajectory().run(), cause);
                String message = "The service met a defect while this run was going on; its log has the details.";
                yield new FailureException(new Failure.Internal(message), cause);
            }
        };
    }

    /** Writes the end of a run without an answer; an interrupt has done its work by now and must not stop that. */
    private static FailureException ended(SessionTree tree, FailureException failure) {
        boolean interrupted = Thread.interrupted();
        Failure why = failure.failure();
        try {
            tree.trajectory()
                    .record(
                            0,
                            why instanceof Failure.RunCancelled
                                    ? new Event.Cancelled(why.message())
                                    : new Event.Failed(FailureTable.row(why).metricTag(), why.message()));
        } catch (FailureException notStored) {
            failure.addSuppressed(notStored);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return failure;
    }
}
