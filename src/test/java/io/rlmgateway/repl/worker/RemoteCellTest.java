package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.CellContract;
import io.rlmgateway.repl.Repls;

class RemoteCellTest extends CellContract {
    @Override
    protected Repls repls() {
        return RemoteSandbox.REPLS;
    }
}
