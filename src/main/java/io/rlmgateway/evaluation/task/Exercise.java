package io.rlmgateway.evaluation.task;

/**
 * What is asked about a text that has been written.
 *
 * @param question as it is sent to the service
 * @param expected its true answer
 */
public record Exercise(String question, Expected expected) {}
