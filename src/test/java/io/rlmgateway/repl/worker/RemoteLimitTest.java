package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.LimitContract;
import io.rlmgateway.repl.Repls;

class RemoteLimitTest extends LimitContract {
    @Override
    protected Repls repls() {
        return RemoteSandbox.REPLS;
    }
}
