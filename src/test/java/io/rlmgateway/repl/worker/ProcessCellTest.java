package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.CellContract;
import io.rlmgateway.repl.Repls;

class ProcessCellTest extends CellContract {
    @Override
    protected Repls repls() {
        return ProcessSandbox.REPLS;
    }
}
