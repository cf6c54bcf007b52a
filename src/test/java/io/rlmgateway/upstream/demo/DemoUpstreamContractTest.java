package io.rlmgateway.upstream.demo;

import io.rlmgateway.upstream.UpstreamContract;
import io.rlmgateway.upstream.UpstreamProperties;
import io.rlmgateway.upstream.UpstreamProvider;

/** The contract, without a network. */
class DemoUpstreamContractTest extends UpstreamContract {
}
