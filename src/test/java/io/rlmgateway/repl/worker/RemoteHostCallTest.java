package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.HostCallContract;
import io.rlmgateway.repl.Repls;

class RemoteHostCallTest extends HostCallContract {
    @Override
    protected Repls repls() {
        return RemoteSandbox.REPLS;
    }
}
