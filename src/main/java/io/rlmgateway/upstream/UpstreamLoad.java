package io.rlmgateway.upstream;

/**
 * What goes on at a model of an upstream.
 *
 * @param upstream the upstream
 * @param model the model's name there
 * @param waiting calls that wait for their turn
 * @param inFlight calls that were sent and are not answered
 * @param ratePerSecond calls a second that it is sent at most, as learned so far
 * @param open of its endpoints, how many are left alone because they are down
 */
public record UpstreamLoad(String upstream, String model, int waiting, int inFlight, double ratePerSecond, int open) {}
