package io.rlmgateway.repl.graalpy;

import io.rlmgateway.repl.CellContract;
import io.rlmgateway.repl.Repls;

class EmbeddedCellTest extends CellContract {
    @Override
    protected Repls repls() {
        return EmbeddedSandbox.REPLS;
    }
}
