package io.rlmgateway.upstream;

import java.util.function.Consumer;

/** Passes the pieces of a reply on, and knows whether another attempt may still be made. */
final class Pieces {

    private final Time time;
    private final Consumer<String> receiver;
    private boolean passed;

    /**
     * Nothing was passed on yet.
     *
     * @param time what it goes by
     * @param receiver who gets the pieces
     */
    Pieces(Time time, Consumer<String> receiver) {
        this.time = time;
        this.receiver = receiver;
    }

    /** {@return what receives the pieces, and other signs of life, of one attempt} */
    Consumer<String> of(Admission admission) {
        return new Attempted(admission);
    }

    /** Passes on a text that was held back. */
    void pass(String text) {
        passed = true;
        receiver.accept(text);
    }

    /** {@return whether another attempt may be made; then whatever was passed on is forgotten} */
    boolean mayRepeat() {
        if (!passed) {
            return true;
        }
        boolean restarts = receiver instanceof RestartablePieces restartable && restartable.restart();
        passed = !restarts;
        return restarts;
    }

    private final class Attempted implements Consumer<String>, SignsOfLife {

        private final Admission admission;

        Attempted(Admission admission) {
            this.admission = admission;
        }

        @Override
        public void accept(String piece) {
            admission.alive(time.nanos());
            passed = true;
            receiver.accept(piece);
        }

        @Override
        public void alive() {
            admission.alive(time.nanos());
        }
    }
}
