package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.CellContract;
import io.rlmgateway.repl.Repls;

class LocalCellTest extends CellContract {
    @Override
    protected Repls repls() {
        return LocalSandbox.REPLS;
    }
}
