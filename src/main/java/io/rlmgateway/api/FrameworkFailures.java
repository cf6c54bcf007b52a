package io.rlmgateway.api;

import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.coyote.BadRequestException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** What the framework throws, as failures. */
final class FrameworkFailures {

    private FrameworkFailures() {}

    /** {@return whether nobody is left who could be answered} */
    static boolean isLostClient(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClientAbortException || cause instanceof AsyncRequestNotUsableException) {
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("PMD.CyclomaticComplexity") // a table: one line for each kind of exception
    static Failure from(Throwable thrown) {
        return switch (thrown) {
            case FailureException e -> e.failure();
            case NoHandlerFoundException e -> unknownUrl(e.getHttpMethod(), e.getRequestURL());
            case NoResourceFoundException e -> unknownUrl(e.getHttpMethod().name(), "/" + e.getResourcePath());
            case HttpRequestMethodNotSupportedException e -> methodNotAllowed(e);
            case HttpMediaTypeNotSupportedException e ->
                new Failure.UnsupportedMediaType("Unsupported content type: '" + e.getContentType()
                        + "'. This route reads " + e.getSupportedMediaTypes() + ".");
            case MissingServletRequestParameterException e ->
                invalid(
                        Failure.Reason.MISSING_REQUIRED_PARAMETER,
                        "Missing required parameter: '" + e.getParameterName() + "'.",
                        e.getParameterName());
            case MethodArgumentTypeMismatchException e ->
                invalid(
                        Failure.Reason.INVALID_TYPE,
                        "Invalid type for '" + e.getName() + "': the value cannot be read.",
                        e.getName());
            case HttpMessageNotReadableException e
            when rejected(e) == null ->
                invalid(Failure.Reason.INVALID_JSON, "The request body is not valid JSON for this route.", null);
            case InvalidParameterException _ ->
                invalid(
                        Failure.Reason.INVALID_VALUE,
                        "The query cannot be read: it holds a parameter without name, or a '%' that does not begin an"
                                + " encoded UTF-8 character.",
                        null);
            case MultipartException _ ->
                invalid(Failure.Reason.INVALID_VALUE, "The multipart body cannot be read.", null);
            case ErrorResponse e -> refused(e.getStatusCode());
            default -> unforeseen(thrown);
        };
    }

    private static Failure unforeseen(Throwable thrown) {
        Failure rejected = rejected(thrown);
        return rejected == null
                ? new Failure.Internal("The server had an error while processing your request. Its log has the details"
                        + " under the id in the x-request-id header.")
                : rejected;
    }

    /** A body that broke HTTP's rules while it was read, as a bad chunk size does (RFC 9112, section 7.1). */
    private static @Nullable Failure rejected(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof BadRequestException) {
                return new Failure.Rejected(400, "The request body could not be read to its end.");
            }
            if (cause instanceof SocketTimeoutException) {
                return new Failure.Rejected(408, "The request body did not arrive in time.");
            }
        }
        return null;
    }

    private static Failure unknownUrl(String method, String path) {
        return new Failure.UnknownUrl("Unknown request URL: " + method + " " + path
                + ". Please check the URL for typos, or see GET /openapi.json for what is served.");
    }

    private static Failure methodNotAllowed(HttpRequestMethodNotSupportedException e) {
        String[] supported = e.getSupportedMethods();
        Set<String> allowed = supported == null ? Set.of() : Set.copyOf(Arrays.asList(supported));
        return new Failure.MethodNotAllowed(
                "Not allowed to " + e.getMethod() + " here. Allowed: " + String.join(", ", new TreeSet<>(allowed))
                        + ".",
                new TreeSet<>(allowed));
    }

    private static Failure refused(HttpStatusCode status) {
        return new Failure.Rejected(status.value(), ServerStatus.message(status.value()));
    }

    private static Failure invalid(Failure.Reason reason, String message, @Nullable String param) {
        return new Failure.InvalidRequest(reason, message, param);
    }
}
