package io.rlmgateway.completion;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How long and how much is kept of the chat completions that clients ask to be stored.
 *
 * @param retention how long a completion is kept
 * @param largest the largest request body whose completion is kept; of a larger one {@code store} has no effect
 * @param tenantSize how much the completions of one tenant may take, as stored; beyond it the oldest are deleted
 */
@Validated
@ConfigurationProperties("rlm.completions")
record CompletionProperties(
        @DefaultValue("30d") Duration retention,
        @DefaultValue("16MB") DataSize largest,
        @DefaultValue("1GB") DataSize tenantSize) {

    CompletionProperties {
        if (retention.isNegative() || retention.isZero()) {
            throw new IllegalArgumentException("rlm.completions.retention must be positive, but is " + retention);
        }
        if (largest.isNegative()) {
            throw new IllegalArgumentException("rlm.completions.largest must not be negative, but is " + largest);
        }
        if (tenantSize.isNegative()) {
            throw new IllegalArgumentException(
                    "rlm.completions.tenant-size must not be negative, but is " + tenantSize);
        }
    }
}
