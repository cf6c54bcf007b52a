package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.IsolationContract;
import io.rlmgateway.repl.Repls;

class RemoteIsolationTest extends IsolationContract {
    @Override
    protected Repls repls() {
        return RemoteSandbox.REPLS;
    }
}
