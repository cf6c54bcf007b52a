package io.rlmgateway.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives every request an id, in the response header {@code x-request-id} and in the log, measures how long it takes, and
 * turns whatever comes out of the other filters into OpenAI's error body.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestFilter extends OncePerRequestFilter {

    private final FailureWriter failures;

    RequestFilter(FailureWriter failures) {
        this.failures = failures;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = RequestId.next();
        response.setHeader(RequestId.HEADER, id);
        TimedResponse timed = new TimedResponse(response);
        MDC.put("request", id);
        try {
            pass(new PlainPathRequest(request), timed, chain);
        } finally {
            MDC.remove("request");
            timed.stamp();
        }
    }

    private void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException {
        try {
            chain.doFilter(request, response);
        } catch (Exception e) {
            if (!FrameworkFailures.isLostClient(e)) {
                failures.write(FrameworkFailures.from(e), e, request, response);
            }
        }
    }
}
