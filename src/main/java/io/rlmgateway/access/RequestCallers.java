package io.rlmgateway.access;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/** Finds the caller where {@link BearerFilter} left it. */
@Component
class RequestCallers implements Callers {

    private static final String ATTRIBUTE = Caller.class.getName();

    @Override
    public Caller caller(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("The request " + request.getRequestURI() + " did not pass the access filters");
    }

    static void remember(HttpServletRequest request, Caller caller) {
        request.setAttribute(ATTRIBUTE, caller);
    }
}
