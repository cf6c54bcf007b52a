package io.rlmgateway.session;

import io.rlmgateway.access.Purse;

/** Hears how a session goes; called on any of its threads, by one at a time, and must not block for long. */
public interface AnswerListener {

    /** Hears nothing. */
    AnswerListener NONE = new AnswerListener() {
        @Override
        public void progress(String text) {
            // nobody listens
        }
    };

    /**
     * A short line about what is going on, for people.
     *
     * @param text one line, without a line break
     */
    void progress(String text);

    /** {@return what pays for the session's calls, beside its own budget} */
    default Purse purse() {
        return Purse.OPEN;
    }
}
