package io.rlmgateway.repl.graalpy;

import io.rlmgateway.repl.HostCallContract;
import io.rlmgateway.repl.Repls;

class EmbeddedHostCallTest extends HostCallContract {
    @Override
    protected Repls repls() {
        return EmbeddedSandbox.REPLS;
    }
}
