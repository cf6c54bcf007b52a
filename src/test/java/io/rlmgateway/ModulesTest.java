package io.rlmgateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModulesTest {

    private final ApplicationModules modules = ApplicationModules.of(RlmGateway.class);

    @Test
    void modulesUseEachOtherOnlyThroughFrontDoorsAndAsAllowed() {
        assertThat(modules.stream()).isNotEmpty();
        modules.verify();
    }
}
