package io.rlmgateway.session;

import io.rlmgateway.api.FailureException;
import io.rlmgateway.session.Question.Asked;
import io.rlmgateway.session.Question.Repeat;
import io.rlmgateway.session.RunningSessions.Entry;
import io.rlmgateway.session.SessionTree.Client;
import io.rlmgateway.trajectory.Run;
import io.rlmgateway.trajectory.ToolEvent;
import io.rlmgateway.trajectory.Trajectories;
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

    private static final String CANCELLED = "it was cancelled through its route";

    private final Routing routing;
    private final Trajectories trajectories;
    private final SessionParts parts;
    private final Conversations conversations;
    private final Deadlines deadlines = new Deadlines();
    private final RunningSessions running = new RunningSessions();
    private final ParkedRuns parked = new ParkedRuns(deadlines);
    private final RepeatedRequests repeats;
    private final BroughtResults results;
    private final WaitingSessions waiting;
    private final SharedRounds rounds = new SharedRounds();
    private final RunJournals journals;

    RlmSessions(
            Routing routing,
            Trajectories trajectories,
            SessionParts parts,
            Conversations conversations,
            BroughtResults results) {
        this.routing = routing;
        this.trajectories = trajectories;
        this.parts = parts;
        this.conversations = conversations;
        this.repeats = new RepeatedRequests(trajectories, NOTICED);
        this.results = results;
        this.waiting = new WaitingSessions(results.settings(), deadlines);
        this.journals = new RunJournals(trajectories, conversations, parked);
    }

    @Override
    public List<ServedModel> models() {
        return routing.models();
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
        routing.check(question);
        if (!question.asked().again()) {
            return routing.route(question, conversations.of(question));
        }
        EarlierRun earlier = earlier(question);
        Answer outcome = earlier.outcome(question);
        return outcome == null
                ? routing.goOn(
                        question,
                        earlier.documents(),
                        conversations.of(question.caller().tenant(), earlier.events()))
                : new Route.Answered(outcome, "answered before");
    }

    @Override
    public List<String> trajectory(String tenant, String run) {
        return RunTrajectoryLog.lines(trajectories.find(tenant, run), trajectories.events(tenant, run, 0));
    }

    @Override
    public Question resuming(Question question) {
        return results.resuming(question);
    }

    private EarlierRun earlier(Question question) {
        Run run = trajectories.find(question.caller().tenant(), question.run());
        return new EarlierRun(run, trajectories.events(run.tenant(), run.id(), 0));
    }

    @Override
    public Answer answer(Route.Rlm route, AnswerListener listener) {
        Question question = route.plan().question();
        return question.asked().results().isEmpty()
                ? begun(route, listener)
                : rounds.answer(question, () -> {
                    // what the results led to may have been told since the way was chosen
                    Answer told = earlier(question).outcome(question);
                    return told == null ? begun(route, listener) : told;
                });
    }

    private Answer begun(Route.Rlm route, AnswerListener listener) {
        Question question = route.plan().question();
        repeats.add(question.run(), question.asked().sending());
        ToolSession kept = kept(question);
        if (kept != null) {
            running.attach(question.run(), question.asked().sending());
            kept.goOn(ToolSession.returned(question), listener);
            return next(kept, question);
        }
        ClientTools tools = ClientTools.of(question.output().tools(), route.conversation());
        ClientCalls calls = new ClientCalls(tools, results.settings().settle());
        return tools.isEmpty()
                ? attend(route, new Client(listener, calls))
                : next(new ToolSession(calls, listener, own -> attend(route, new Client(own, calls))), question);
    }

    /** A client that hangs up at a moment of its own has its time counted anew, from the journal. */
    private @Nullable ToolSession kept(Question question) {
        ToolSession kept = question.asked().results().isEmpty() ? null : waiting.take(question.run());
        if (kept != null && question.deadline() != null) {
            kept.free();
            return null;
        }
        return kept;
    }

    private Answer next(ToolSession session, Question question) {
        Answer answer = session.next(() -> {
            ToolRecord record =
                    new ToolRecord(trajectories.events(question.caller().tenant(), question.run(), 0));
            return record.answer(record.rounds() - 1);
        });
        // its client has what it asked for, and can break nothing off by going
        running.attach(question.run(), new Sending());
        if (answer.finish() == Answer.Finish.TOOL_CALLS && question.deadline() == null) {
            waiting.keep(question.run(), session);
        } else {
            session.free();
        }
        return answer;
    }

    private Answer attend(Route.Rlm route, Client client) {
        Question question = route.plan().question();
        Entry entry = running.enter(question.run(), question.asked().sending(), NOTICED);
        if (entry == null) {
            throw RunFailures.busy(question.run());
        }
        Answer given = question.asked().again() ? given(question, entry) : null;
        if (given != null) {
            return given;
        }
        SessionTree tree = open(route, client, entry);
        client.calls().opened(tree);
        try (entry;
                MDC.MDCCloseable _ = MDC.putCloseable("run", question.run());
                MDC.MDCCloseable _ =
                        MDC.putCloseable("tenant", question.caller().tenant())) {
            return run(tree, route, entry);
        }
    }

    /** {@return what came of a run while this sending waited for it, or null when it goes on} */
    private @Nullable Answer given(Question question, Entry entry) {
        boolean goesOn = false;
        try {
            EarlierRun earlier = earlier(question);
            if (!earlier.counts()) {
                throw RunFailures.busy(question.run());
            }
            Answer outcome = earlier.outcome(question);
            goesOn = outcome == null;
            return outcome;
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
            Answer answer = FinalAnswer.of(ending, route.plan().question().output(), FinalAnswer.Facts.of(tree));
            return tree.toolCalls().tools().isEmpty() ? answer : sinceLastRound(tree, answer);
        } catch (RuntimeException e) {
            waiting.makeRoom(e);
            throw failed(tree, entry, e);
        } catch (Error e) {
            throw RunFailures.rethrown(e, () -> RunFailures.ended(tree, RunFailures.defect(tree, e)));
        }
    }

    private Answer sinceLastRound(SessionTree tree, Answer whole) {
        return new ToolRecord(trajectories.events(
                        tree.caller().tenant(), tree.trajectory().run(), 0))
                .last(whole);
    }

    private FailureException failed(SessionTree tree, Entry entry, RuntimeException cause) {
        if (tree.toolCalls().isFreed() && !tree.isCancelled()) {
            tree.trajectory().record(0, new ToolEvent.SandboxFreed());
            tree.trajectory().leave();
            return RunFailures.brokenOff(cause);
        }
        if (tree.calls().isBroken() && entry.park(tree, parked, RunJournals.GONE)) {
            return RunFailures.brokenOff(cause);
        }
        FailureException failure = RunFailures.failure(tree, cause);
        return RunFailures.isWorthWaiting(tree, failure)
                        && entry.park(tree, parked, RunFailures.ending(tree, failure.failure()))
                ? failure
                : RunFailures.ended(tree, failure);
    }

    @Override
    public boolean leave(Asked asked) {
        asked.sending().lost();
        return running.leave(asked.run(), asked.sending(), deadlines);
    }

    @Override
    public void cancel(String tenant, String run) {
        String id = trajectories.find(tenant, run).id();
        running.cancel(id, CANCELLED, () -> journals.cancel(tenant, id, CANCELLED));
        waiting.take(id);
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

    private SessionTree open(Route.Rlm route, Client client, Entry entry) {
        Question question = route.plan().question();
        try {
            if (question.asked().sending().isLost()) {
                // it went while it waited for the run, and nobody else would see that
                throw RunFailures.brokenOff(new CancellationException("the client is gone"));
            }
            SessionTree tree = tree(route, journals.of(route), client);
            entry.opened(tree);
            return tree;
        } catch (RuntimeException | Error e) {
            entry.close();
            forget(route);
            throw e;
        }
    }

    private SessionTree tree(Route.Rlm route, RunJournal journal, Client client) {
        try {
            return new SessionTree(parts, deadlines, route, journal, client);
        } catch (RuntimeException | Error e) {
            if (route.plan().question().asked().again()) {
                parked.park(journal.trajectory(), RunJournals.GONE);
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
