package io.rlmgateway.session;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers questions about long texts. */
public interface Sessions {

    /** {@return the served models, in the order of configuration} */
    List<ServedModel> models();

    /**
     * The run for a request.
     *
     * @param tenant the owner
     * @param request what the run is found by when the same request is sent again; null when it never is
     * @param repeat whether it may have been sent before; where only its sender says so, a run is taken that nobody waits
     *     for, and this may wait some seconds to see whether that is so
     * @return the run of the earlier sending where that is of use, else a new one
     */
    Question.Asked run(String tenant, @Nullable String request, Question.Repeat repeat);

    /**
     * How a run came about so far.
     *
     * @param tenant the owner
     * @param run the run
     * @return the entries of its log, in lines of JSON as {@code /v1/rlm/runs/{id}/trajectory.jsonl} has them
     */
    default List<String> trajectory(String tenant, String run) {
        return List.of();
    }

    /**
     * The run that goes on with the results of tools which a question brings at its end.
     *
     * @param question what is asked
     * @return the question as that run was asked it, with the results; the same question when no run waits for any
     * @throws io.rlmgateway.api.FailureException with {@code InvalidRequest} when results are missing
     */
    Question resuming(Question question);

    /**
     * Decides how a question is answered and makes it ready: long texts become documents. A question that was sent before
     * goes on with its run, or gets what came of it.
     *
     * @param question what is asked
     * @return the way
     * @throws io.rlmgateway.api.FailureException when the model is not served, a file is not there or cannot be read, or
     *     when this is what came of the question before
     */
    Route route(Question question);

    /**
     * Runs a session to its end on the calling thread, which should be virtual; an interrupt cancels it.
     *
     * @param route the way, as {@link #route} gave it
     * @param listener hears how it goes
     * @return the answer
     * @throws io.rlmgateway.api.FailureException when there is none
     */
    Answer answer(Route.Rlm route, AnswerListener listener);

    /**
     * Lets a way go that nobody will take, with the documents that were made for it.
     *
     * @param route the way, as {@link #route} gave it
     */
    default void forget(Route.Rlm route) {
        // nothing was made
    }

    /**
     * Breaks a running session off, because its client is gone: nothing begins any more, running Python is stopped, calls
     * in flight may end within 10 seconds. For a minute it goes on when the request is sent again; then it is given up.
     *
     * @param asked the run, as the client that is gone asked for it
     * @return whether it is a session that runs here for this client; not where it waits for another sending's
     */
    boolean leave(Question.Asked asked);

    /** Breaks all running sessions off, so that they go on when their clients ask again, here or after a restart. */
    default void handOver() {
        // nothing runs
    }

    /**
     * Cancels a running session: its Python, its children, its open calls.
     *
     * @param tenant the owner
     * @param run the run
     * @throws io.rlmgateway.api.FailureException with {@code NotFound} when there is no such run; nothing happens when it
     *     has ended
     */
    void cancel(String tenant, String run);

    /**
     * A model that clients may name.
     *
     * @param id its id
     * @param created when it began to be served
     * @param root the root model behind it, as {@code upstream/name}
     */
    record ServedModel(String id, Instant created, String root) {}
}
