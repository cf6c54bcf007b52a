package io.rlmgateway.trajectory;

/**
 * The answer that a run ended with.
 *
 * @param run the run's id
 * @param answer how it ended
 */
public record GivenAnswer(String run, Event.Answered answer) {}
