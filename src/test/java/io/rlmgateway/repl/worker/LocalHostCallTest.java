package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.HostCallContract;
import io.rlmgateway.repl.Repls;

class LocalHostCallTest extends HostCallContract {
    @Override
    protected Repls repls() {
        return LocalSandbox.REPLS;
    }
}
