package io.rlmgateway.session;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.document.DocumentText;
import io.rlmgateway.repl.Repl;
import java.time.Instant;
import java.util.Locale;

/**
 * The Python of a session as it begins: a new one, or the one that earlier runs of the conversation left.
 *
 * @param repl where cells run
 * @param scope what they may do
 * @param told what the root model is told of it, empty for nothing
 */
record OpenedPython(Repl repl, LiveScope scope, String told) implements AutoCloseable {

    private static final int SHOWN_TOKENS = 1_500;

    /** Of English text, about. */
    private static final int CHARACTERS_PER_TOKEN = 4;

    /** Opens it. */
    static OpenedPython of(SessionTree tree, Task task, Instant now) {
        if (task.level() == 0) {
            warnOfMuchText(tree, task);
        }
        if (task.level() == 0 && tree.conversation().isContinued()) {
            try {
                return continued(tree, task, now);
            } catch (ConversationLostException e) {
                tree.startAfresh(e);
            }
        }
        LiveScope scope = new LiveScope(tree, task);
        String lost = task.level() == 0 ? tree.conversation().lost() : null;
        return new OpenedPython(fresh(tree, task, scope), scope, lost == null ? "" : PromptTexts.startedAfresh(lost));
    }

    /** Who follows the session learns at its start, not from its bill, that it cannot read all it was given. */
    private static void warnOfMuchText(SessionTree tree, Task task) {
        long characters =
                task.documents().stream().mapToLong(DocumentText::length).sum();
        long tokens = characters / CHARACTERS_PER_TOKEN;
        long most = task.limits().tokens();
        if (tokens > most) {
            tree.progress(String.format(
                    Locale.ROOT,
                    "the documents hold some %,d tokens and this session may use %,d: it can search them, not read them all",
                    tokens,
                    most));
        }
    }

    /** Whoever was given text to work on will run cells, and a place for long ones takes its time. */
    private static Repl fresh(SessionTree tree, Task task, LiveScope scope) {
        SandboxSetup setup = new SandboxSetup(tree, task);
        boolean mayNeedNone = task.level() == 0 && task.documents().isEmpty();
        return mayNeedNone ? new FirstUseRepl(() -> setup.open(scope)) : setup.open(scope);
    }

    private static OpenedPython continued(SessionTree tree, Task task, Instant now) {
        tree.progress("running the cells of earlier requests again");
        LiveScope scope = new LiveScope(tree, task);
        Repl repl = null;
        boolean open = false;
        try {
            repl = new SandboxSetup(tree, task).open(scope);
            new EarlierCells(tree, task, repl, scope).run(now);
            String told = PromptTexts.continued(TokenCut.ends(repl.variables(), SHOWN_TOKENS));
            open = true;
            return new OpenedPython(repl, scope, told);
        } catch (FailureException e) {
            throw lost(e);
        } finally {
            if (repl != null && !open) {
                repl.close();
            }
        }
    }

    /** What is no fault of the earlier cells ends the run as it would end any other. */
    private static RuntimeException lost(FailureException failure) {
        return switch (failure.failure()) {
            case Failure.SessionFailed _ ->
                new ConversationLostException("their cells, run again, did not do what they had done", failure);
            case Failure.InvalidRequest invalid -> new ConversationLostException(invalid.message(), failure);
            case Failure _ -> failure;
        };
    }

    @Override
    public void close() {
        repl.close();
    }
}
