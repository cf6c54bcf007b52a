package io.rlmgateway.access;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets in whoever sends a known key as bearer token (RFC 6750), or everybody while there are no keys. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 30)
class BearerFilter extends OncePerRequestFilter {

    private static final String SCHEME = "Bearer ";

    private final AccessKeys keys;

    BearerFilter(AccessKeys keys) {
        this.keys = keys;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        RequestCallers.remember(request, caller(request));
        chain.doFilter(request, response);
    }

    private Caller caller(HttpServletRequest request) {
        String token = token(request.getHeader("Authorization"));
        Caller caller = token == null ? null : keys.find(token);
        if (caller != null) {
            return caller;
        }
        if (keys.areNotNeeded()) {
            return Caller.ANONYMOUS;
        }
        throw refused(
                token == null
                        ? "You didn't provide an API key. Send it in the header 'Authorization: Bearer <key>'."
                        : "Incorrect API key provided. Whoever runs this service gives keys out, by rlm.access.keys or"
                                + " POST /v1/admin/keys.");
    }

    private static @Nullable String token(@Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        String token = header.substring(SCHEME.length()).strip();
        return token.isEmpty() ? null : token;
    }

    private static FailureException refused(String message) {
        return new FailureException(new Failure.Unauthenticated(message));
    }
}
