package io.rlmgateway.repl.graalpy;

import io.rlmgateway.repl.EscapeContract;
import io.rlmgateway.repl.Repls;
import org.junit.jupiter.api.Tag;

@Tag("corpus")
class EscapeCorpusTest extends EscapeContract {
    @Override
    protected Repls repls() {
        return EmbeddedSandbox.REPLS;
    }
}
