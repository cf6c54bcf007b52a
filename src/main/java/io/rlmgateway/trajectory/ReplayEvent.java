package io.rlmgateway.trajectory;

/** A step that is kept for who has to do a session's steps again, and says little to others. */
public sealed interface ReplayEvent {

    /** A call's result is handed to Python, next after those before. */
    record Returned(Event.CallId call) implements Event.OfCall, ReplayEvent {}

    /**
     * A place in a document was cited.
     *
     * @param document the document's id
     * @param name its file name
     * @param start offset of the first code point
     * @param end offset after the last code point
     * @param sha256 checksum of the cited text in UTF-8, lower-case hexadecimal
     */
    record Cited(Event.CallId call, String document, String name, long start, long end, String sha256)
            implements Event.OfCall, ReplayEvent {}

    /** A run goes on that was broken off; what it had recorded counts. Stands in session 0. */
    record Resumed() implements Event.OfSession, ReplayEvent {}

    /**
     * The text of a session that has no documents became one, for searches and citations.
     *
     * @param document its id
     */
    record ContextKept(String document) implements Event.OfSession, ReplayEvent {}
}
