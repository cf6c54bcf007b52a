package io.rlmgateway.repl;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the sandbox.
 *
 * @param mode where Python runs
 * @param warm contexts kept ready
 * @param sessions sessions at once
 * @param waitTime how long a session waits for a free place before the request is refused
 * @param cellTime wall time of a cell, without the time it waits for host calls
 * @param maxOutput characters of output that are kept of a cell
 * @param maxThreads threads that Python may run at once in a session
 * @param maxContext bytes of text that a session may hold, in UTF-8
 */
@ConfigurationProperties("rlm.sandbox")
public record SandboxProperties(
        @DefaultValue("embedded") Mode mode,
        @DefaultValue("2") @Positive int warm,
        @DefaultValue("16") @Positive int sessions,
        @DefaultValue("60s") Duration waitTime,
        @DefaultValue("120s") Duration cellTime,
        @DefaultValue("2000000") @Positive int maxOutput,
        @DefaultValue("64") @Positive int maxThreads,
        @DefaultValue("512MB") DataSize maxContext) {

    /** Where Python runs. */
    public enum Mode {
        /** In this JVM. */
        EMBEDDED
    }
}
