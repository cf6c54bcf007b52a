package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.CancelContract;
import io.rlmgateway.repl.Repls;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessCancelTest extends CancelContract {
    @Override
    protected Repls repls() {
        return ProcessSandbox.REPLS;
    }

    /** The interpreter never looks up from these, so that only the end of the process ends them. */
    @ParameterizedTest
    @ValueSource(strings = {"tell()\nsum(range(10 ** 18))", "import itertools\ntell()\n'x' in itertools.repeat('y')"})
    void nativeLoopIsEnded(String code) throws Exception {
        assertEnded(code);
    }
}
