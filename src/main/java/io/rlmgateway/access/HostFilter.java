package io.rlmgateway.access;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Answers only for the service's own names. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class HostFilter extends OncePerRequestFilter {

    private final KnownHosts hosts;

    HostFilter(KnownHosts hosts) {
        this.hosts = hosts;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!hosts.answersFor(request.getHeader("Host"))) {
            throw new FailureException(new Failure.MisdirectedHost("This service does not answer for the host that the"
                    + " Host header names. Use http://localhost or http://127.0.0.1, or add the name to"
                    + " rlm.access.hosts."));
        }
        chain.doFilter(request, response);
    }
}
