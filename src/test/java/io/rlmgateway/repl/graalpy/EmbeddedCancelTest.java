package io.rlmgateway.repl.graalpy;

import io.rlmgateway.repl.CancelContract;
import io.rlmgateway.repl.Repls;

class EmbeddedCancelTest extends CancelContract {
    @Override
    protected Repls repls() {
        return EmbeddedSandbox.REPLS;
    }
}
