package io.rlmgateway.access;

/** Hears of the questions that were admitted. Must not block: a client may be waiting. */
public interface RequestListener {

    /**
     * A session begins to answer a question.
     *
     * @param request the question
     */
    default void begun(BegunRequest request) {
        // most listeners wait for the end
    }

    /**
     * A question is over.
     *
     * @param request the question
     */
    void ended(AnsweredRequest request);
}
