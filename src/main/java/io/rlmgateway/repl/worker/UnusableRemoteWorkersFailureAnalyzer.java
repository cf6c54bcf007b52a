package io.rlmgateway.repl.worker;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in words why the service did not start and what to write. */
final class UnusableRemoteWorkersFailureAnalyzer extends AbstractFailureAnalyzer<UnusableRemoteWorkersException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, UnusableRemoteWorkersException cause) {
        return new FailureAnalysis(cause.getMessage(), """
                Say where the workers listen and what they go by, or take 'rlm.sandbox.mode: remote' out of your configuration:

                    rlm:
                      sandbox:
                        mode: remote
                        remote:
                          addresses: workers.example:50051
                          token: ${RLM_WORKER_TOKEN}

                docs/sandbox.md says how workers are started, and how to use certificates instead of a token.""", cause);
    }
}
