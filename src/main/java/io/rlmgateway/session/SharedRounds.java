package io.rlmgateway.session;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.session.Question.Part.ToolResult;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Requests that bring the same results at once: one has the session go on, the others get the answer that it gets. */
final class SharedRounds {

    private final Map<Round, CompletableFuture<Answer>> going = new ConcurrentHashMap<>();

    /**
     * A step of a run between two answers.
     *
     * @param run the run
     * @param results what it goes on with
     */
    private record Round(String run, List<ToolResult> results) {}

    /**
     * Answers a question that brings results.
     *
     * @param question the question
     * @param work has the session go on
     * @return the answer
     * @throws FailureException when there is none
     */
    Answer answer(Question question, Supplier<Answer> work) {
        Round round = new Round(question.run(), question.asked().results());
        while (true) {
            CompletableFuture<Answer> own = new CompletableFuture<>();
            CompletableFuture<Answer> other = going.putIfAbsent(round, own);
            if (other == null) {
                return worked(round, own, work);
            }
            Answer answer = awaited(other);
            if (answer != null) {
                return answer.again();
            }
        }
    }

    private Answer worked(Round round, CompletableFuture<Answer> own, Supplier<Answer> work) {
        try {
            Answer answer = work.get();
            own.complete(answer);
            return answer;
        } catch (RuntimeException | Error e) {
            own.completeExceptionally(e);
            throw e;
        } finally {
            going.remove(round, own);
        }
    }

    /** {@return the answer, or null when the request that had the session go on was broken off: another does} */
    private static @Nullable Answer awaited(CompletableFuture<Answer> other) {
        try {
            return other.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException gone = new CancellationException("The client is gone");
            gone.initCause(e);
            throw gone;
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case FailureException known
                when !(known.failure() instanceof Failure.Overloaded) ->
                    throw new FailureException(known.failure(), known);
                case FailureException _, CancellationException _ -> null;
                case null, default ->
                    throw new FailureException(
                            new Failure.Internal("The server had an error while processing your request."), e);
            };
        }
    }
}
