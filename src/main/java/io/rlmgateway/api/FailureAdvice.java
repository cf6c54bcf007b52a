package io.rlmgateway.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** Answers whatever a controller, or the search for one, throws. */
@ControllerAdvice
class FailureAdvice {

    private final FailureWriter failures;

    FailureAdvice(FailureWriter failures) {
        this.failures = failures;
    }

    @ExceptionHandler(Exception.class)
    void answer(Exception thrown, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (FrameworkFailures.isLostClient(thrown)) {
            return;
        }
        Throwable cause = thrown instanceof FailureException ? thrown.getCause() : thrown;
        failures.write(FrameworkFailures.from(thrown), cause, request, response);
    }
}
