package io.rlmgateway.upstream;

/**
 * One of the places at which an upstream can be asked: an address and a key.
 *
 * @param number which one, from 1
 * @param upstream what asks there
 * @param weight calls that go there for each that goes to an endpoint of weight 1
 */
record Endpoint(int number, Upstream upstream, int weight) {}
