package io.rlmgateway.access;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in words why the service did not start and what to do about it. */
final class OpenAddressFailureAnalyzer extends AbstractFailureAnalyzer<OpenAddressException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, OpenAddressException cause) {
        return new FailureAnalysis(cause.getMessage(), """
                Do one of these:

                    give it keys:          RLM_ACCESS_KEYS_0_NAME=me RLM_ACCESS_KEYS_0_KEY=<a long random text>
                    let it make a key:     RLM_ACCESS_MAKE_KEY=true
                    stay on this machine:  SERVER_ADDRESS=127.0.0.1
                    mean it:               RLM_ACCESS_OPEN=true""", cause);
    }
}
