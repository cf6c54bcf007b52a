package io.rlmgateway.session;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in words why the service did not start and what to write. */
final class UnusableModelFailureAnalyzer extends AbstractFailureAnalyzer<UnusableModelException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, UnusableModelException cause) {
        return new FailureAnalysis(cause.getMessage(), """
                Give each served model an id of its own, and name root and sub-models as upstream/name. An upstream without a
                key is not there; OPENAI_API_KEY is one for 'openai', others stand in 'rlm.upstreams':

                    rlm:
                      models:
                        - id: rlm
                          root: openai/gpt-5
                          sub: openai/gpt-5-mini""", cause);
    }
}
