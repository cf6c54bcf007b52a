package io.rlmgateway.session;

import io.rlmgateway.document.Documents;
import io.rlmgateway.repl.ReplLimits;
import io.rlmgateway.repl.Repls;
import io.rlmgateway.tracing.Spans;
import io.rlmgateway.upstream.Models;
import java.util.List;

/**
 * What all sessions use.
 *
 * @param services the other modules
 * @param functions what Python can call
 * @param settings how all sessions work
 * @param subCalls how sub-calls work
 * @param turns how turns are read
 * @param cellLimits what a cell may use
 * @param profiles how sessions deal with root models
 * @param guards what is looked out for
 */
record SessionParts(
        Services services,
        List<SessionFunction> functions,
        SessionProperties.Session settings,
        SessionProperties.SubCallSettings subCalls,
        TurnProperties turns,
        ReplLimits cellLimits,
        Profiles profiles,
        SessionProperties.Guards guards) {

    SessionParts {
        functions = List.copyOf(functions);
    }

    /**
     * The other modules.
     *
     * @param models asks models
     * @param repls runs Python
     * @param documents reads texts
     * @param spans traces what is done
     */
    record Services(Models models, Repls repls, Documents documents, Spans spans) {}

    Models models() {
        return services.models();
    }

    Repls repls() {
        return services.repls();
    }

    Documents documents() {
        return services.documents();
    }
}
