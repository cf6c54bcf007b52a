package io.rlmgateway.session;

import io.micrometer.context.ContextSnapshotFactory;
import io.rlmgateway.access.Purse;
import io.rlmgateway.access.Spent;
import io.rlmgateway.trajectory.ToolEvent.ToolCalled;
import io.rlmgateway.trajectory.ToolEvent.ToolReturned;
import io.rlmgateway.trajectory.ToolEvent.ToolsAwaited;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.MDC;

/**
 * A session that may call tools of its client. It runs on a thread of its own, which goes on while no request waits: each
 * request gets what comes next, calls or the answer.
 */
final class ToolSession {

    private final ClientCalls calls;
    private final CompletableFuture<Answer> end = new CompletableFuture<>();
    private final Thread thread;
    private volatile AnswerListener listener;
    private volatile Purse purse;

    /**
     * A session that begins at once.
     *
     * @param listener of the request that waits now
     * @param answer runs the session to its end, on the thread that it is called on
     */
    ToolSession(ClientCalls calls, AnswerListener listener, Function<AnswerListener, Answer> answer) {
        this.calls = calls;
        this.listener = listener;
        this.purse = listener.purse();
        Map<String, String> logged = MDC.getCopyOfContextMap();
        Runnable work = () -> {
            MDC.setContextMap(logged == null ? Map.of() : logged);
            run(() -> answer.apply(new Passed()));
        };
        this.thread = Thread.ofVirtual()
                .name("session")
                .start(ContextSnapshotFactory.builder().build().captureAll().wrap(work));
    }

    /** Passes on to the request that waits; the last one pays for what is used until the next. */
    private final class Passed implements AnswerListener, Purse {

        @Override
        public void progress(String line) {
            listener.progress(line);
        }

        @Override
        public Purse purse() {
            return this;
        }

        @Override
        public boolean isLimited() {
            return purse.isLimited();
        }

        @Override
        public double leftUsd() {
            return purse.leftUsd();
        }

        @Override
        public boolean reserve(double usd) {
            return purse.reserve(usd);
        }

        @Override
        public void giveBack(double usd) {
            purse.giveBack(usd);
        }

        @Override
        public void spend(Spent spent) {
            purse.spend(spent);
        }
    }

    /** {@return the results that a question brings, as the journal keeps them} */
    static List<ToolReturned> returned(Question question) {
        return question.asked().results().stream()
                .map(result -> new ToolReturned(
                        Objects.requireNonNull(ToolCallId.read(result.callId())).call(), result.text()))
                .toList();
    }

    /** {@return characters of the documents that the sandbox holds} */
    long text() {
        SessionTree tree = calls.tree();
        return tree == null ? 0 : tree.text();
    }

    private void run(Supplier<Answer> answer) {
        try {
            end.complete(answer.get());
        } catch (RuntimeException e) {
            end.completeExceptionally(e);
        } catch (Error e) {
            end.completeExceptionally(e);
            throw e;
        } finally {
            calls.ended();
        }
    }

    /**
     * Waits for what comes next.
     *
     * @param rounds makes the answer that holds calls, once these are recorded
     * @throws io.rlmgateway.api.FailureException when there is no answer
     */
    Answer next(Supplier<Answer> rounds) {
        try {
            List<ToolCalled> told = calls.next();
            return told.isEmpty() ? ended() : told(told, rounds);
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while a session was answering");
        }
    }

    private Answer ended() {
        try {
            return end.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        }
    }

    private Answer told(List<ToolCalled> told, Supplier<Answer> rounds) {
        SessionTree tree = Objects.requireNonNull(calls.tree());
        List<String> ids = told.stream().map(ToolCalled::id).toList();
        return orFreed(() -> {
            tree.trajectory().record(0, new ToolsAwaited(ids));
            tree.budget().time().pause();
            Answer answer = rounds.get();
            listener = AnswerListener.NONE;
            return answer;
        });
    }

    /** Nobody else would ever end a session whose request fails while it waits. */
    private <T> T orFreed(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            free();
            throw e;
        }
    }

    /** Goes on with results. */
    void goOn(List<ToolReturned> results, AnswerListener next) {
        SessionTree tree = Objects.requireNonNull(calls.tree());
        listener = next;
        purse = next.purse();
        orFreed(() -> {
            results.forEach(result -> tree.trajectory().record(0, result));
            tree.budget().time().run();
            results.forEach(calls::returned);
            return results;
        });
    }

    /** Gives the sandbox to others: the run goes on from its journal. */
    void free() {
        calls.free();
        SessionTree tree = calls.tree();
        if (tree != null) {
            tree.calls().breakOff();
            calls.stop();
        }
    }
}
