package io.rlmgateway.completion;

import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** Deletes kept completions by age and size. */
final class CompletionClearance {

    private static final Logger LOG = LoggerFactory.getLogger(CompletionClearance.class);

    private final SqlCompletions completions;
    private final CompletionProperties properties;
    private final InstantSource clock;

    CompletionClearance(SqlCompletions completions, CompletionProperties properties, InstantSource clock) {
        this.completions = completions;
        this.properties = properties;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1M")
    void clear() {
        int deleted = completions.clear(clock.instant().minus(properties.retention()), properties.tenantSize());
        if (deleted > 0) {
            LOG.info("Deleted {} completions beyond rlm.completions.retention or rlm.completions.tenant-size", deleted);
        }
    }
}
