package io.rlmgateway.access;

import jakarta.servlet.http.HttpServletRequest;

/** Tells who asks. Controllers can also simply take a {@link Caller} parameter. */
public interface Callers {

    /**
     * The caller of a request that has passed the filters.
     *
     * @param request the request
     * @return its caller
     */
    Caller caller(HttpServletRequest request);
}
