package io.rlmgateway.access;

/** Hears of every question that was admitted, when it is over. Must not block: a client may be waiting. */
public interface RequestListener {

    /**
     * A question is over.
     *
     * @param request the question
     */
    void ended(AnsweredRequest request);
}
