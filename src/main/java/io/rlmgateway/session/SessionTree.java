package io.rlmgateway.session;

import io.rlmgateway.access.Caller;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.session.Answer.Citation;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.Trajectory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** What a session and its children share: the run, its budget, its citations, and whether it was cancelled. */
final class SessionTree {

    private final SessionParts parts;
    private final Deadlines deadlines;
    private final Route.Rlm route;
    private final Trajectory trajectory;
    private final Budget budget;
    private final AnswerListener listener;
    private final List<Citation> citations;
    private final SessionTree root;
    private final SessionImages images;
    private volatile @Nullable String cancelled;

    SessionTree(
            SessionParts parts, Deadlines deadlines, Route.Rlm route, Trajectory trajectory, AnswerListener listener) {
        this.parts = parts;
        this.deadlines = deadlines;
        this.route = route;
        this.trajectory = trajectory;
        this.budget = budget(route.plan());
        this.listener = listener;
        this.citations = new CopyOnWriteArrayList<>();
        this.root = this;
        this.images = SessionImages.of(route.plan().question());
    }

    private SessionTree(SessionTree parent, SessionImages images) {
        this.parts = parent.parts;
        this.deadlines = parent.deadlines;
        this.route = parent.route;
        this.trajectory = parent.trajectory;
        this.budget = parent.budget.child();
        this.listener = parent.listener;
        this.citations = parent.citations;
        this.root = parent.root;
        this.images = images;
    }

    private static Budget budget(SessionPlan plan) {
        ClientDeadline deadline = plan.question().deadline();
        return deadline == null ? new Budget(plan.limits()) : deadline.budget(plan.limits());
    }

    /** {@return what a child session has of it: all of it, but for its budget, which has a ceiling} */
    SessionTree child(SessionImages own) {
        return new SessionTree(this, own);
    }

    /** {@return the images of this session: the request's, or those that its parent passed on} */
    SessionImages images() {
        return images;
    }

    SessionParts parts() {
        return parts;
    }

    Caller caller() {
        return route.plan().question().caller();
    }

    /** {@return why a session of this tree is there, and how it works} */
    Event.Approach approach(Task task) {
        String reason = task.level() == 0 ? route.reason() : "asked for by its parent";
        return new Event.Approach(parts.profiles().of(task.models()).name(), reason);
    }

    Budget budget() {
        return budget;
    }

    Trajectory trajectory() {
        return trajectory;
    }

    /** {@return sampling parameters that the client asked for; the form of the answer is none of a turn's} */
    Map<String, Object> parameters() {
        Map<String, Object> parameters =
                new LinkedHashMap<>(route.plan().question().output().parameters());
        parameters.remove("response_format");
        return parameters;
    }

    List<Citation> citations() {
        return citations;
    }

    void record(int session, Event event) {
        trajectory.record(session, event);
    }

    /** Tells the listener; Python's threads do this too, so one at a time. */
    void progress(String text) {
        synchronized (root) {
            listener.progress(text);
        }
    }

    /** Does something, again and again, from the moment when exploring must end, unless the returned future is cancelled before. */
    Future<?> whenExploringEnds(Runnable action) {
        return deadlines.from(budget.exploringTime(), action);
    }

    void cancel(String reason) {
        root.cancelled = reason;
    }

    boolean isCancelled() {
        return root.cancelled != null;
    }

    /**
     * Ends the calling session if the run was cancelled.
     *
     * @throws FailureException with {@code RunCancelled}
     */
    void checkCancelled() {
        if (root.cancelled != null || Thread.currentThread().isInterrupted()) {
            throw new FailureException(cancellation());
        }
    }

    /** {@return why the run was cancelled; an interrupt without a reason comes from a client that is gone} */
    Failure cancellation() {
        String told = root.cancelled;
        String reason = told == null ? "its client is gone" : told;
        return new Failure.RunCancelled("The run was cancelled: " + reason + ".");
    }
}
