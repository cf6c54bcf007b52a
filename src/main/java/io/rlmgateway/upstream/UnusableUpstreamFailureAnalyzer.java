package io.rlmgateway.upstream;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells at start what is wrong with an upstream's settings and what to do, in place of a stack trace. */
class UnusableUpstreamFailureAnalyzer extends AbstractFailureAnalyzer<UnusableUpstreamException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnusableUpstreamException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
