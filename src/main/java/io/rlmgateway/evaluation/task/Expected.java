package io.rlmgateway.evaluation.task;

/** The true answer of a question, which judges answers. */
public sealed interface Expected
        permits BenchmarkText, Choice, Count, ExactPhrase, ItemSet, OolongSynth, OolongReal, TableLines {

    /**
     * Judges an answer.
     *
     * @param answer as the service gave it
     * @return how right it is
     */
    Score score(String answer);

    /** {@return the true answer in words} */
    String text();
}
