package io.rlmgateway.session;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.api.FailureTable;
import io.rlmgateway.session.RunningSessions.Entry;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.Trajectories;
import io.rlmgateway.trajectory.Trajectory;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Service;

/** Sessions by the RLM loop. */
@Service
final class RlmSessions implements Sessions, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(RlmSessions.class);

    private final ServedModels served;
    private final Routing routing;
    private final Trajectories trajectories;
    private final SessionParts parts;
    private final Deadlines deadlines = new Deadlines();
    private final RunningSessions running = new RunningSessions();

    RlmSessions(ServedModels served, Routing routing, Trajectories trajectories, SessionParts parts) {
        this.served = served;
        this.routing = routing;
        this.trajectories = trajectories;
        this.parts = parts;
    }

    @Override
    public List<ServedModel> models() {
        return served.list();
    }

    @Override
    public String newRun() {
        return trajectories.newId();
    }

    @Override
    public Route route(Question question) {
        return routing.route(question);
    }

    @Override
    public Answer answer(Route.Rlm route, AnswerListener listener) {
        Entry entry = running.enter(route.plan().question().run());
        SessionTree tree = open(route, listener, entry);
        try (entry;
                HeldDocuments _ = hold(route.plan())) {
            tree.checkCancelled();
            RlmLoop.Ending ending =
                    new RlmLoop(tree, Task.root(route.plan(), tree.budget().limits())).run();
            return new FinalAnswer(tree, route.plan().question().output()).of(ending);
        } catch (RuntimeException e) {
            throw ended(tree, failure(tree, e));
        }
    }

    @Override
    public void cancel(String tenant, String run) {
        running.cancel(trajectories.find(tenant, run).id(), "it was cancelled through its route");
    }

    @Override
    public void destroy() {
        running.cancelAll("the service is stopping");
        deadlines.close();
    }

    private SessionTree open(Route.Rlm route, AnswerListener listener, Entry entry) {
        Question question = route.plan().question();
        String tenant = question.caller().tenant();
        try {
            Trajectory trajectory = trajectories.open(question.run(), tenant, question.model());
            SessionTree tree = new SessionTree(parts, deadlines, route, trajectory, listener);
            entry.opened(tree);
            return tree;
        } catch (RuntimeException e) {
            entry.close();
            parts.documents().release(tenant, question.run());
            throw e;
        }
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
            tree.record(
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
