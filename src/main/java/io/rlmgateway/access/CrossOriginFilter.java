package io.rlmgateway.access;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps pages of other sites out: preflights are refused, and where no key protects the service, so is every request that
 * a page of another origin could send without a preflight and that changes something.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
class CrossOriginFilter extends OncePerRequestFilter {

    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD");

    private final AccessKeys keys;

    CrossOriginFilter(AccessKeys keys) {
        this.keys = keys;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isPreflight(request) || isForeign(request)) {
            throw new FailureException(
                    new Failure.Forbidden("Requests from web pages of another origin are not served: CORS is off."));
        }
        chain.doFilter(request, response);
    }

    private static boolean isPreflight(HttpServletRequest request) {
        return "OPTIONS".equals(request.getMethod()) && request.getHeader("Access-Control-Request-Method") != null;
    }

    private boolean isForeign(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        return keys.areNotNeeded()
                && origin != null
                && !SAFE_METHODS.contains(request.getMethod())
                && !origin.substring(origin.indexOf("://") + 1).equalsIgnoreCase("//" + request.getHeader("Host"));
    }
}
