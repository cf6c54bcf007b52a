package io.rlmgateway.repl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.repl.EscapeContract;
import io.rlmgateway.repl.Repls;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("security")
@Tag("corpus")
class ProcessEscapeTest extends EscapeContract {
    @Override
    protected Repls repls() {
        return ProcessSandbox.REPLS;
    }

    @Test
    void environmentHasTheCanary() {
        assertThat(System.getenv("RLM_CANARY")).isEqualTo(SECRET);
    }
}
