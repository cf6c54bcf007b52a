package io.rlmgateway.access;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Lets a caller through to the routes that its key is good for. It asks the route itself: a path can be spelt in many ways. */
final class RightsInterceptor implements HandlerInterceptor {

    private final Callers callers;

    RightsInterceptor(Callers callers) {
        this.callers = callers;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() == DispatcherType.REQUEST && handler instanceof HandlerMethod method) {
            check(callers.caller(request), isForAdmins(method));
        }
        return true;
    }

    private static boolean isForAdmins(HandlerMethod method) {
        return AnnotatedElementUtils.hasAnnotation(method.getBeanType(), ForAdmins.class);
    }

    private static void check(Caller caller, boolean forAdmins) {
        if (caller.rights().has(forAdmins ? Right.ADMIN : Right.API)) {
            return;
        }
        if (caller.equals(Caller.ANONYMOUS)) {
            throw new FailureException(
                    new Failure.Unauthenticated("This route needs an admin key. Send it in the header"
                            + " 'Authorization: Bearer <key>': the one of rlm.access.admin-key, or of the file admin.key in the"
                            + " data directory."));
        }
        throw new FailureException(new Failure.Forbidden(
                forAdmins
                        ? "This route needs a key with the right 'admin'. Your key is one for asking."
                        : "This route needs a key with the right 'api'. Your key is one for administration only: make"
                                + " another by POST /v1/admin/keys."));
    }
}
