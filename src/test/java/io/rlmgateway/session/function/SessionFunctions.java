package io.rlmgateway.session.function;

import io.rlmgateway.session.SessionFunction;
import java.util.List;

/** All functions of a session, without a Spring context. */
public final class SessionFunctions {

    private SessionFunctions() {}

    /** {@return one of each} */
    public static List<SessionFunction> all() {
        return List.of(
                new BudgetLeft(),
                new ChunkSize(),
                new Cite(),
                new LlmQuery(),
                new LlmQueryBatched(),
                new LlmAhead(),
                new RlmQuery(),
                new RlmQueryBatched(),
                new Search());
    }
}
