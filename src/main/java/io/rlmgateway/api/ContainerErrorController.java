package io.rlmgateway.api;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Answers what was reported through the container's own error dispatch, in place of its page. */
@Controller
class ContainerErrorController implements ErrorController {

    private final FailureWriter failures;

    ContainerErrorController(FailureWriter failures) {
        this.failures = failures;
    }

    @RequestMapping("${spring.web.error.path:${error.path:/error}}")
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        failures.write(failure(status, request), null, request, response);
    }

    private static Failure failure(Object status, HttpServletRequest request) {
        return status instanceof Integer code && code != 404
                ? new Failure.Rejected(code, ServerStatus.message(code))
                : new Failure.UnknownUrl("Unknown request URL: " + request.getMethod() + " " + originalPath(request)
                        + ". Please check the URL for typos.");
    }

    private static Object originalPath(HttpServletRequest request) {
        Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return path == null ? request.getRequestURI() : path;
    }
}
