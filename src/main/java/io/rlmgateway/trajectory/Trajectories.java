package io.rlmgateway.trajectory;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The journal of all runs. Reading methods throw {@link io.rlmgateway.api.FailureException} with {@code NotFound} for a
 * run that does not exist or is another tenant's.
 */
public interface Trajectories {

    /**
     * Begins a run.
     *
     * @param id as {@link #newId} made it
     * @param tenant its owner
     * @param model the served model that is asked
     * @param keys what it is found by later
     * @return where its events go
     * @throws io.rlmgateway.api.FailureException when it cannot be stored
     */
    Trajectory open(String id, String tenant, String model, RunKeys keys);

    /**
     * Begins a run.
     *
     * @param id as {@link #newId} made it
     * @param tenant its owner
     * @param model the served model that is asked
     * @param request what {@link #latest} finds it by, or null
     * @return where its events go
     */
    default Trajectory open(String id, String tenant, String model, @Nullable String request) {
        return open(id, tenant, model, new RunKeys(request, null));
    }

    /**
     * Begins a run that nobody asks for again.
     *
     * @param id as {@link #newId} made it
     * @param tenant its owner
     * @param model the served model that is asked
     * @return where its events go
     */
    default Trajectory open(String id, String tenant, String model) {
        return open(id, tenant, model, RunKeys.NONE);
    }

    /**
     * Goes on with a run that nobody here works on and that has not ended, as an earlier process left it.
     *
     * @param tenant its owner
     * @param id its id
     * @return where its further events go, or null when it has ended or somebody works on it
     */
    @Nullable
    Trajectory reopen(String tenant, String id);

    /**
     * The newest run of a request.
     *
     * @param tenant the owner
     * @param request as it was opened with
     * @return the run, or null when there is none
     */
    @Nullable
    Run latest(String tenant, String request);

    /**
     * What was answered in a conversation.
     *
     * @param tenant the owner
     * @param conversation as runs were opened with
     * @param limit answers at most
     * @return the answers of runs that ended with one, newest first
     */
    List<GivenAnswer> answers(String tenant, String conversation, int limit);

    /**
     * The runs of a conversation that wait for results of tools.
     *
     * @param tenant the owner
     * @param conversation as runs were opened with
     * @param limit runs at most
     * @return the runs, newest first
     */
    List<Run> waiting(String tenant, String conversation, int limit);

    /** {@return a new run id, as {@code run_…}} */
    String newId();

    /**
     * Runs, newest first.
     *
     * @param tenant the owner
     * @param after id of the last run of the previous page, or null
     * @param limit runs at most
     * @return the page
     */
    List<Run> list(String tenant, @Nullable String after, int limit);

    /**
     * One run.
     *
     * @param tenant the owner
     * @param id its id
     * @return the run
     */
    Run find(String tenant, String id);

    /**
     * A run's events so far.
     *
     * @param tenant the owner
     * @param id its id
     * @param after sequence of the last event already known, 0 for all
     * @return the events in order
     */
    List<RecordedEvent> events(String tenant, String id, long after);

    /**
     * Passes on events as they are recorded, those so far first, and returns when the run has ended. An interrupt ends
     * it too.
     *
     * @param tenant the owner
     * @param id its id
     * @param after sequence of the last event already known, 0 for all
     * @param listener receives each event once, in order, on the calling thread; a call with null every few seconds of
     *     silence lets it notice that its reader is gone
     */
    void follow(String tenant, String id, long after, Consumer<@Nullable RecordedEvent> listener);

    /**
     * Deletes an ended run with all its events, after {@link RunListener#deleting} was called.
     *
     * @param tenant the owner
     * @param id its id
     * @throws io.rlmgateway.api.FailureException with {@code InvalidRequest} while it is going on
     */
    void delete(String tenant, String id);
}
