package io.rlmgateway.trajectory;

import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.scheduling.annotation.Scheduled;

/** Keeps the journal in its bounds: ends runs that nobody works on, deletes runs by age and size. */
final class JournalClearance implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(JournalClearance.class);

    private final StoredTrajectories trajectories;
    private final TrajectoryProperties properties;
    private final InstantSource clock;

    JournalClearance(StoredTrajectories trajectories, TrajectoryProperties properties, InstantSource clock) {
        this.trajectories = trajectories;
        this.properties = properties;
        this.clock = clock;
    }

    /** Ends what an earlier process left, before the first request is taken. */
    @Override
    public void afterSingletonsInstantiated() {
        trajectories.endAbandoned();
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1M")
    void clear() {
        trajectories.endAbandoned();
        int deleted = trajectories.deleteExpired(
                clock.instant().minus(properties.retention()),
                properties.tenantSize().toBytes());
        if (deleted > 0) {
            LOG.info("Deleted {} runs beyond rlm.trajectory.retention or rlm.trajectory.tenant-size", deleted);
        }
    }
}
