package io.rlmgateway.trajectory;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How long and how much of the journal is kept.
 *
 * @param retention how long a run is kept after its end
 * @param tenantSize how much the ended runs of one tenant may take, as stored; beyond it the oldest are deleted
 */
@ConfigurationProperties("rlm.trajectory")
record TrajectoryProperties(
        @DefaultValue("30d") Duration retention,
        @DefaultValue("10GB") DataSize tenantSize) {

    TrajectoryProperties {
        if (retention.isNegative() || retention.isZero()) {
            throw new IllegalArgumentException("rlm.trajectory.retention must be positive, but is " + retention);
        }
        if (tenantSize.isNegative()) {
            throw new IllegalArgumentException("rlm.trajectory.tenant-size must not be negative, but is " + tenantSize);
        }
    }
}
