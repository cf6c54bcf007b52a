package io.rlmgateway.repl.graalpy;

import io.rlmgateway.repl.IsolationContract;
import io.rlmgateway.repl.Repls;

class EmbeddedIsolationTest extends IsolationContract {
    @Override
    protected Repls repls() {
        return EmbeddedSandbox.REPLS;
    }
}
