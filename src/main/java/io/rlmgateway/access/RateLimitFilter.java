package io.rlmgateway.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Tells every caller whose key has limits of a minute where they stand, in the headers that OpenAI's clients read. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 40)
class RateLimitFilter extends OncePerRequestFilter {

    private final Callers callers;
    private final Ledger ledger;

    RateLimitFilter(Callers callers, Ledger ledger) {
        this.callers = callers;
        this.ledger = ledger;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Caller caller = callers.caller(request);
        if (caller.limits().requestsPerMinute() != null || caller.limits().tokensPerMinute() != null) {
            ledger.stand(caller).headers().forEach(response::setHeader);
        }
        chain.doFilter(request, response);
    }
}
