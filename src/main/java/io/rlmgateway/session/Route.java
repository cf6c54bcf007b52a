package io.rlmgateway.session;

import io.rlmgateway.upstream.ModelRequest;

/** How a question is answered. */
public sealed interface Route {

    /** {@return why this way, for the run and for people} */
    String reason();

    /**
     * By one call to a model.
     *
     * @param request the call
     */
    record Direct(ModelRequest request, String reason) implements Route {}

    /**
     * By what was answered when the same request was sent before.
     *
     * @param answer the answer
     */
    record Answered(Answer answer, String reason) implements Route {}

    /**
     * By a session.
     *
     * @param plan what the session works on
     */
    record Rlm(SessionPlan plan, String reason) implements Route {}
}
