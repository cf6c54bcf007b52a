package io.rlmgateway.usage;

import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** Deletes rows of usage by age. */
final class UsageClearance {

    private static final Logger LOG = LoggerFactory.getLogger(UsageClearance.class);

    /** More at once would keep others from writing for long. */
    private static final int AT_ONCE = 10_000;

    private final UsageTable table;
    private final UsageProperties properties;
    private final InstantSource clock;

    UsageClearance(UsageTable table, UsageProperties properties, InstantSource clock) {
        this.table = table;
        this.properties = properties;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1M")
    void clear() {
        Instant before = clock.instant().minus(properties.retention());
        int deleted = 0;
        int some;
        do {
            some = table.clear(before, AT_ONCE);
            deleted += some;
        } while (some == AT_ONCE);
        if (deleted > 0) {
            LOG.info("Deleted {} rows of usage beyond rlm.usage.retention", deleted);
        }
    }
}
