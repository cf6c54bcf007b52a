package io.rlmgateway.trajectory;

import org.jspecify.annotations.Nullable;

/** One change of the journal. */
sealed interface Change {

    /** {@return bytes that it holds while it waits} */
    int size();

    /**
     * A run begins; refused when its id is taken.
     *
     * @param request what it can be found by again, or null
     */
    record Begin(Run run, @Nullable String request) implements Change {

        @Override
        public int size() {
            return 0;
        }
    }

    /**
     * An event of a run; refused when the run is not there or has ended.
     *
     * @param run the run with this event, ended when it ends it
     */
    record Append(Run run, RecordedEvent event, EventBody body) implements Change {

        @Override
        public int size() {
            return body.bytes().length;
        }
    }

    /** An ended run goes with all its events; refused when it is not there or has not ended. */
    record Delete(String run) implements Change {

        @Override
        public int size() {
            return 0;
        }
    }
}
