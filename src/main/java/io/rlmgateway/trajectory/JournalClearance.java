package io.rlmgateway.trajectory;

import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** Keeps the journal in its bounds: gives up runs that nobody works on, deletes runs by age and size. */
final class JournalClearance {

    private static final Logger LOG = LoggerFactory.getLogger(JournalClearance.class);

    private final StoredTrajectories trajectories;
    private final TrajectoryProperties properties;
    private final InstantSource clock;
    private final Instant started;

    JournalClearance(StoredTrajectories trajectories, TrajectoryProperties properties, InstantSource clock) {
        this.trajectories = trajectories;
        this.properties = properties;
        this.clock = clock;
        this.started = clock.instant();
    }

    /** Gives up what an earlier process left and what waits for results, once its clients had their time. */
    @Scheduled(fixedDelayString = "PT10S", initialDelayString = "PT10S")
    void endAbandoned() {
        Instant now = clock.instant();
        trajectories.endAbandoned(!now.isBefore(started.plus(properties.parking())), now.minus(properties.waiting()));
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1M")
    void clear() {
        int deleted = trajectories.deleteExpired(
                clock.instant().minus(properties.retention()),
                properties.tenantSize().toBytes());
        if (deleted > 0) {
            LOG.info("Deleted {} runs beyond rlm.trajectory.retention or rlm.trajectory.tenant-size", deleted);
        }
    }
}
