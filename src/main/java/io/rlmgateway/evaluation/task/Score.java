package io.rlmgateway.evaluation.task;

/**
 * How right an answer is.
 *
 * @param value from 0, wrong, to 1, right
 * @param exact whether the answer is wholly right
 */
public record Score(double value, boolean exact) {

    static final Score WRONG = new Score(0, false);
    static final Score RIGHT = new Score(1, true);

    static Score of(boolean right) {
        return right ? RIGHT : WRONG;
    }

    /** A score that is exact where it is 1. */
    static Score of(double value) {
        return new Score(value, value >= 1);
    }
}
