package io.rlmgateway.session;

import io.rlmgateway.access.Caller;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.document.DocumentText;
import io.rlmgateway.session.Answer.Citation;
import io.rlmgateway.tracing.Spans;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.Event.CallId;
import io.rlmgateway.trajectory.ReplayEvent;
import io.rlmgateway.trajectory.Trajectory;
import java.time.Instant;
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
    private volatile RunJournal journal;
    private final OpenCalls calls;
    private final Budget budget;
    private final AnswerListener listener;
    private final List<Citation> citations;
    private final SessionTree root;
    private final SessionImages images;
    private final ClientCalls toolCalls;
    private volatile @Nullable String cancelled;

    /**
     * Who waits for the answer.
     *
     * @param listener hears what is done
     * @param calls its tools, and the calls of them
     */
    record Client(AnswerListener listener, ClientCalls calls) {}

    SessionTree(SessionParts parts, Deadlines deadlines, Route.Rlm route, RunJournal journal, Client client) {
        this.parts = parts;
        this.toolCalls = client.calls();
        this.deadlines = deadlines;
        this.route = route;
        this.journal = journal;
        this.budget = journal.budget(
                route.plan().limits(),
                route.plan().question().deadline(),
                client.listener().purse());
        this.calls = new OpenCalls();
        this.listener = client.listener();
        this.citations = new CopyOnWriteArrayList<>(journal.citations());
        this.root = this;
        this.images = SessionImages.of(route.plan().question());
    }

    private SessionTree(SessionTree parent, int session, SessionImages images) {
        this.parts = parent.parts;
        this.toolCalls = parent.toolCalls;
        this.deadlines = parent.deadlines;
        this.route = parent.route;
        this.journal = parent.journal;
        this.calls = parent.calls.child();
        this.budget = parent.journal.budget(parent.budget, session);
        this.listener = parent.listener;
        this.citations = parent.citations;
        this.root = parent.root;
        this.images = images;
    }

    /**
     * What a child session has of it: all of it, but for its budget, which has a ceiling, and the images.
     *
     * @param session the child's number
     * @param own the images that it is given
     */
    SessionTree child(int session, SessionImages own) {
        return new SessionTree(this, session, own);
    }

    /** {@return the images of this session: the request's, or those that its parent passed on} */
    SessionImages images() {
        return images;
    }

    /** {@return the calls of the client's tools, which the root session makes} */
    ClientCalls toolCalls() {
        return toolCalls;
    }

    /** {@return characters of the documents} */
    long text() {
        return route.plan().documents().stream().mapToLong(DocumentText::length).sum();
    }

    /** A root model writes a turn. */
    void writes(Task task, WrittenTurn turn) {
        if (task.level() == 0) {
            toolCalls.writes(turn);
        }
    }

    SessionParts parts() {
        return parts;
    }

    Spans spans() {
        return parts.services().spans();
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
        return journal.trajectory();
    }

    /** {@return what the run had recorded before it was broken off; empty for one that was not} */
    EarlierEvents earlier() {
        return journal.earlier();
    }

    /** {@return the earlier runs whose Python the root session goes on with} */
    Conversation conversation() {
        return journal.conversation();
    }

    /** {@return what the chance of Python comes from} */
    String origin() {
        return journal.origin();
    }

    /** The root session begins with a Python of its own, because the earlier runs' cannot be had. */
    void startAfresh(ConversationLostException why) {
        journal = journal.afresh(why);
    }

    /** What is done from now on was not done before: time passes. */
    void goOn() {
        budget.time().run();
    }

    /** {@return sampling parameters that the client asked for; the form of the answer is none of a turn's} */
    Map<String, Object> parameters() {
        Map<String, Object> parameters =
                new LinkedHashMap<>(route.plan().question().output().parameters());
        parameters.remove("response_format");
        return parameters;
    }

    /** {@return the form of the root session's answer} */
    FinalForm finalForm() {
        return FinalForm.of(route.plan().question().output());
    }

    List<Citation> citations() {
        return citations;
    }

    /** Records a step, unless it is done again. Tells when it happened. */
    Instant record(int session, Event event) {
        if (!OpenCalls.isPaid(event)) {
            calls.check();
        }
        return journal.record(session, event);
    }

    /** Records a step without waiting. Tells when it happened. */
    Instant note(int session, Event event) {
        calls.check();
        return journal.note(session, event);
    }

    /** Adds a citation, unless it is made again. */
    void cite(int session, CallId call, Citation place) {
        ReplayEvent.Cited cited = new ReplayEvent.Cited(
                call,
                place.document(),
                place.name(),
                place.start(),
                place.end(),
                place.sha256(),
                place.section(),
                place.page());
        if (earlier().find(session, ReplayEvent.Cited.class, call) == null) {
            citations.add(place);
        }
        record(session, cited);
    }

    /** Tells the listener; Python's threads do this too, so one at a time. */
    void progress(String text) {
        synchronized (root) {
            listener.progress(text);
        }
    }

    /** {@return what the run does at the moment} */
    OpenCalls calls() {
        return calls;
    }

    /** Does something, again and again, from the moment when exploring must end, unless the returned future is cancelled before. */
    Future<?> whenExploringEnds(Runnable action) {
        return deadlines.from(budget.exploringTime(), () -> {
            // not as long as time stands still
            if (budget.exploringTime().isZero()) {
                action.run();
            }
        });
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
