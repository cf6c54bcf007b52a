package io.rlmgateway.repl.graalpy;

import io.rlmgateway.repl.LimitContract;
import io.rlmgateway.repl.Repls;

class EmbeddedLimitTest extends LimitContract {
    @Override
    protected Repls repls() {
        return EmbeddedSandbox.REPLS;
    }
}
