package io.rlmgateway.trajectory;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The journal's tables in one kind of database. Calls block and so belong on platform threads. */
interface EventStore extends AutoCloseable {

    /**
     * Applies changes in one transaction. Called by one thread only.
     *
     * @param changes what to store, in order
     * @param flush whether the transaction, and with it every earlier one, must survive a crash of the machine
     * @return for each change whether it was applied, false where it was refused
     * @throws SQLException when nothing was stored; the next call may succeed
     */
    List<Boolean> write(List<Change> changes, boolean flush) throws SQLException;

    /** {@return the tenant's run of this id} */
    Optional<Run> find(String tenant, String id);

    /**
     * A tenant's runs, newest first.
     *
     * @param after the run before the first, or null
     * @param limit runs at most
     */
    List<Run> list(String tenant, @Nullable Run after, int limit);

    /**
     * A run's events in order.
     *
     * @param after sequence of the event before the first
     * @param limit events at most
     */
    List<RecordedEvent> events(String run, long after, int limit);

    /** {@return the tenant's newest run that was opened with this request} */
    Optional<Run> latest(String tenant, String request);

    /**
     * What was answered in a conversation, newest first.
     *
     * @param conversation as runs were opened with
     * @param limit answers at most
     */
    List<GivenAnswer> answers(String tenant, String conversation, int limit);

    /** {@return the highest number of a session in a run, 0 when there is but the root} */
    int lastSession(String run);

    /** {@return the sequence of a run's last event, 0 for none} */
    long lastSequence(String run);

    /**
     * A conversation's runs that wait for results of tools, newest first.
     *
     * @param conversation as runs were opened with
     * @param limit runs at most
     */
    List<Run> waiting(String tenant, String conversation, int limit);

    /** {@return runs that have not ended} */
    List<Run> goingOn();

    /**
     * Ended runs that are to go.
     *
     * @param endedBefore those that ended before
     * @param tenantBytes and those beyond so many bytes of one tenant, counted from the newest
     * @param limit runs at most
     */
    List<Run> expired(Instant endedBefore, long tenantBytes, int limit);

    /** Frees what {@link #write} holds. Called by the thread that writes. */
    @Override
    void close();
}
