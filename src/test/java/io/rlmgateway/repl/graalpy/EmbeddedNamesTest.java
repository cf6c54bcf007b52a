package io.rlmgateway.repl.graalpy;

import io.rlmgateway.repl.NamesContract;
import io.rlmgateway.repl.Repls;

class EmbeddedNamesTest extends NamesContract {
    @Override
    protected Repls repls() {
        return EmbeddedSandbox.REPLS;
    }
}
