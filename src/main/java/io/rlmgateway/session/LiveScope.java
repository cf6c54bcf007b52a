package io.rlmgateway.session;

import io.rlmgateway.document.DocumentText;
import io.rlmgateway.document.Documents;
import io.rlmgateway.document.Passage;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.session.Citations.Place;
import io.rlmgateway.trajectory.Event.CallId;
import io.rlmgateway.trajectory.ReplayEvent;
import io.rlmgateway.upstream.QueuePlace;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The scope of one running session. */
final class LiveScope implements SessionScope {

    /** The number that Python gave the call that the thread serves: the same when the session runs again. */
    private static final ScopedValue<Integer> CALL = ScopedValue.newInstance();

    private final SessionTree tree;
    private volatile Task task;
    private final CellCalls calls;
    private final SessionGuards guards;
    private final Set<String> notes = new ConcurrentSkipListSet<>();
    private volatile int cell;
    private @Nullable String keptContext;

    LiveScope(SessionTree tree, Task task) {
        this.tree = tree;
        this.task = task;
        this.guards = new SessionGuards(tree, task);
        this.calls = new CellCalls(tree, task, this::nextCall, guards);
    }

    /** Host calls from now on come from this cell of a turn. */
    void enter(int turn, int number) {
        calls.enter(turn);
        cell = number;
    }

    /** Cells from now on see what an earlier run saw, or this one. */
    synchronized void sees(Task next) {
        task = next;
        keptContext = null;
    }

    /** The cell is over: what was asked ahead of it and not used is cancelled. */
    void leave() {
        calls.leave();
    }

    /** {@return the number of the cell that runs, or ran last} */
    int cell() {
        return cell;
    }

    /** {@return what the root model is told beside the output of the cell that ended, a line each; it is forgotten} */
    List<String> notes(String code, Execution execution) {
        List<String> taken = new ArrayList<>(notes);
        taken.forEach(notes::remove);
        taken.addAll(guards.notes(code, execution));
        calls.notes().lines().forEach(taken::add);
        return taken;
    }

    /** {@return a number for a host call} */
    CallId nextCall() {
        return new CallId(cell, CALL.get(), 0);
    }

    /** Makes a call of the host on the calling thread. */
    <T extends @Nullable Object> T during(long number, Supplier<T> call) {
        if (task.level() > 0) {
            return ScopedValue.where(CALL, (int) number).call(call::get);
        }
        tree.toolCalls().hostCallBegins();
        try {
            return ScopedValue.where(CALL, (int) number).call(call::get);
        } finally {
            tree.toolCalls().hostCallEnds();
        }
    }

    @Override
    public @Nullable Object ask(String function, SubQuestion question) {
        tree.progress("asking a sub-model");
        guards.asked(cell, List.of(question));
        return calls.one(function, question, false);
    }

    @Override
    public void askAhead(String function, List<SubQuestion> questions, int window) {
        tree.progress("asking " + questions.size() + " sub-questions");
        calls.begin(function, questions, window);
    }

    @Override
    public List<@Nullable Object> askAll(String function, List<SubQuestion> questions) {
        tree.progress("asking " + questions.size() + " sub-questions");
        guards.asked(cell, questions);
        return calls.all(function, questions, false);
    }

    @Override
    public @Nullable Object recurse(String function, SubQuestion question) {
        tree.progress("asking a child session");
        noteDepth(function);
        guards.asked(cell, List.of(question));
        return calls.one(function, question, true);
    }

    @Override
    public List<@Nullable Object> recurseAll(String function, List<SubQuestion> questions) {
        tree.progress("asking " + questions.size() + " child sessions");
        noteDepth(function);
        guards.asked(cell, questions);
        return calls.all(function, questions, true);
    }

    @Override
    public int chunkCharacters() {
        return guards.chunkCharacters();
    }

    @Override
    public Map<String, Object> budget() {
        Map<String, Object> left = tree.budget().left();
        QueuePlace place = tree.parts().models().place(ModelCalls.share(tree));
        left.merge("calls_waiting", place.waiting(), (own, others) -> (int) own + (int) others);
        left.put("calls_ahead", place.ahead());
        return left;
    }

    @Override
    public List<Passage> search(String query, int limit, @Nullable List<String> documents) {
        List<String> own = task.documents().stream().map(DocumentText::id).toList();
        List<String> searched = documents == null ? own : documents;
        if (!own.containsAll(searched)) {
            throw new PythonException(
                    PythonException.Type.VALUE_ERROR, "documents must be ids of this session's documents: " + own);
        }
        if (!own.isEmpty() && searched.isEmpty()) {
            return List.of();
        }
        List<String> ids = own.isEmpty() ? List.of(keptContext()) : searched;
        return tree.parts().documents().search(tree.caller().tenant(), ids, query, limit);
    }

    @Override
    public String cite(@Nullable String document, long start, long end) {
        Place place = new Citations(citable()).place(document, start, end);
        tree.cite(task.place().number(), nextCall(), place.citation());
        return place.text();
    }

    private List<DocumentText> citable() {
        if (!task.documents().isEmpty()) {
            return task.documents();
        }
        return List.of(tree.parts()
                .documents()
                .text(
                        tree.caller().tenant(),
                        keptContext(),
                        tree.parts().settings().extractionWait()));
    }

    private void noteDepth(String function) {
        if (!calls.opensChildren()) {
            notes.add("(" + function + " asked a sub-model: at depth "
                    + task.limits().depth() + " there are no child sessions here)");
        }
    }

    /** A context that is no document becomes one, kept with the run, when it is searched for the first time. */
    private synchronized String keptContext() {
        int session = task.place().number();
        ReplayEvent.ContextKept earlier = tree.earlier().find(session, ReplayEvent.ContextKept.class, "");
        if (keptContext == null && earlier != null) {
            keptContext = earlier.document();
        }
        if (keptContext == null) {
            byte[] text = task.contextText().getBytes(StandardCharsets.UTF_8);
            Documents.Upload upload =
                    new Documents.Upload(tree.caller().tenant(), "context.txt", "user_data", "text/plain", null);
            keptContext = tree.parts()
                    .documents()
                    .keep(upload, tree.trajectory().run(), new ByteArrayInputStream(text))
                    .id();
            tree.record(session, new ReplayEvent.ContextKept(keptContext));
        }
        return keptContext;
    }
}
