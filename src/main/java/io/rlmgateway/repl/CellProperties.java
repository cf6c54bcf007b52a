package io.rlmgateway.repl;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a cell may use.
 *
 * @param cellTime wall time of a cell, without the time it waits for host calls
 * @param maxOutput characters of output that are kept of a cell; more ends the cell
 * @param maxThreads threads that Python may run at once in a session
 * @param maxHostCalls calls to the service, as sub-calls and searches, that a cell may make; more end the cell
 */
@ConfigurationProperties("rlm.sandbox")
public record CellProperties(
        @DefaultValue("120s") Duration cellTime,
        @DefaultValue("2000000") @Positive int maxOutput,
        @DefaultValue("64") @Positive int maxThreads,
        @DefaultValue("10000") @Positive int maxHostCalls) {

    /** {@return what the session's REPL enforces of it} */
    public ReplLimits limits() {
        return new ReplLimits(cellTime, maxOutput, maxHostCalls);
    }
}
