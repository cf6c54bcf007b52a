package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.NamesContract;
import io.rlmgateway.repl.Repls;

class RemoteNamesTest extends NamesContract {
    @Override
    protected Repls repls() {
        return RemoteSandbox.REPLS;
    }
}
