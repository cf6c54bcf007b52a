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
 * @param warm interpreters kept ready in each process that runs Python
 * @param sessions sessions at once
 * @param waitTime how long a session waits for a free place before the request is refused
 * @param maxContext bytes of text that a session may hold, in UTF-8
 */
@ConfigurationProperties("rlm.sandbox")
public record SandboxProperties(
        @DefaultValue("process") Mode mode,
        @DefaultValue("2") @Positive int warm,
        @DefaultValue("16") @Positive int sessions,
        @DefaultValue("60s") Duration waitTime,
        @DefaultValue("512MB") DataSize maxContext) {

    /** Where Python runs. */
    public enum Mode {
        /** In this JVM: for tests and quick looks. */
        EMBEDDED,
        /** In worker processes on this machine. */
        PROCESS,
        /** In worker processes on other machines. */
        REMOTE
    }
}
