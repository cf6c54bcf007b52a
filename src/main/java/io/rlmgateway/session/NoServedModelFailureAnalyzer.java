package io.rlmgateway.session;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in words why the service did not start and what to write. */
final class NoServedModelFailureAnalyzer extends AbstractFailureAnalyzer<NoServedModelException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, NoServedModelException cause) {
        return new FailureAnalysis(cause.getMessage(), """
                Take the empty list out of your configuration, or write one model at the least:

                    rlm:
                      models:
                        - id: rlm

                Without 'root' it is answered by OpenAI where a key for it is given, else by the demo.""", cause);
    }
}
