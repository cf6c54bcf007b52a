package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.CancelContract;
import io.rlmgateway.repl.Repls;

class RemoteCancelTest extends CancelContract {
    @Override
    protected Repls repls() {
        return RemoteSandbox.REPLS;
    }
}
