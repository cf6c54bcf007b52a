package io.rlmgateway.repl;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether a REPL is warm. Without one the service still answers what needs none, so this is {@code WARMING} and not
 * {@code DOWN}: the start-up probe waits for it, the readiness probe only shows it.
 */
@Component
final class SandboxHealthIndicator implements HealthIndicator {

    private final Repls repls;

    SandboxHealthIndicator(Repls repls) {
        this.repls = repls;
    }

    @Override
    public Health health() {
        return repls.ready() ? Health.up().build() : Health.status("WARMING").build();
    }
}
