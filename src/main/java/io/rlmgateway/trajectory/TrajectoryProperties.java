package io.rlmgateway.trajectory;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How long and how much of the journal is kept.
 *
 * @param retention how long a run is kept after its end
 * @param parking how long after a restart of the service the runs that it had broken off wait for their clients to ask again
 * @param waiting how long a run waits for the results of tools that its client runs
 * @param tenantSize how much the ended runs of one tenant may take, as stored; beyond it the oldest are deleted
 */
@ConfigurationProperties("rlm.trajectory")
record TrajectoryProperties(
        @DefaultValue("30d") Duration retention,
        @DefaultValue("5m") Duration parking,
        @DefaultValue("1d") Duration waiting,
        @DefaultValue("10GB") DataSize tenantSize) {

    TrajectoryProperties {
        if (retention.isNegative() || retention.isZero()) {
            throw new IllegalArgumentException("rlm.trajectory.retention must be positive, but is " + retention);
        }
        if (parking.isNegative()) {
            throw new IllegalArgumentException("rlm.trajectory.parking must not be negative, but is " + parking);
        }
        if (waiting.isNegative() || waiting.isZero()) {
            throw new IllegalArgumentException("rlm.trajectory.waiting must be positive, but is " + waiting);
        }
        if (tenantSize.isNegative()) {
            throw new IllegalArgumentException("rlm.trajectory.tenant-size must not be negative, but is " + tenantSize);
        }
    }
}
