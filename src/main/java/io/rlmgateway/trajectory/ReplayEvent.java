package io.rlmgateway.trajectory;

import org.jspecify.annotations.Nullable;

/** A step that is kept for who has to do a session's steps again, and says little to others. */
public sealed interface ReplayEvent {

    /** Such a step of a session as a whole. */
    sealed interface OfSession extends Event.OfSession, ReplayEvent {}

    /** Such a step of a call. */
    sealed interface OfCall extends Event.OfCall, ReplayEvent {}

    /** A call's result is handed to Python, next after those before. */
    record Returned(Event.CallId call) implements OfCall {}

    /**
     * A place in a document was cited.
     *
     * @param document the document's id
     * @param name its file name
     * @param start offset of the first code point
     * @param end offset after the last code point
     * @param sha256 checksum of the cited text in UTF-8, lower-case hexadecimal
     * @param section where that is as people say it, as {@code page 12}, or null
     * @param page number of the page or slide that it begins on, or null
     */
    record Cited(
            Event.CallId call,
            String document,
            String name,
            long start,
            long end,
            String sha256,
            @Nullable String section,
            @Nullable Integer page)
            implements OfCall {}

    /** A run goes on that was broken off; what it had recorded counts. Stands in session 0. */
    record Resumed() implements OfSession {}

    /**
     * The run goes on with the Python that an earlier run of its conversation left: that run's cells are this one's first.
     * Stands in session 0.
     *
     * @param run the earlier run
     * @param history turns of the conversation before that run's question
     */
    record Continued(String run, int history) implements OfSession {}

    /**
     * The Python of the conversation's earlier runs could not be had, so that the run began with a new one. Stands in
     * session 0.
     *
     * @param reason why, as the root model is told
     */
    record StartedAfresh(String reason) implements OfSession {}

    /**
     * The text of a session that has no documents became one, for searches and citations.
     *
     * @param document its id
     */
    record ContextKept(String document) implements OfSession {}
}
