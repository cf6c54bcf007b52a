package io.rlmgateway.usage;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long usage is kept.
 *
 * @param retention how long the row of a question is kept; at least 32 days, because the money that a key may spend in a month
 *     is counted from its rows
 */
@Validated
@ConfigurationProperties("rlm.usage")
record UsageProperties(@DefaultValue("400d") Duration retention) {

    private static final Duration LEAST = Duration.ofDays(32);

    UsageProperties {
        if (retention.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException("rlm.usage.retention must be 32 days or more, but is " + retention);
        }
    }
}
