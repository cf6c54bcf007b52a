package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.EscapeContract;
import io.rlmgateway.repl.Repls;
import org.junit.jupiter.api.Tag;

/** The token that the workers want is the secret. */
@Tag("security")
@Tag("corpus")
class RemoteEscapeTest extends EscapeContract {
    @Override
    protected Repls repls() {
        return RemoteSandbox.REPLS;
    }
}
