package io.rlmgateway.access;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in words why the service did not start and what to do about it. */
final class UnusableKeysFailureAnalyzer extends AbstractFailureAnalyzer<UnusableKeysException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, UnusableKeysException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Give each entry of rlm.access.keys a key of its own, none of them the admin key, and a name by which its"
                        + " usage can be told from that of others.",
                cause);
    }
}
