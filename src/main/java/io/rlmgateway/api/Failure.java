package io.rlmgateway.api;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can go wrong for a client. {@link FailureTable} says what each becomes over HTTP.
 *
 * <p>Every message is for the client: it says what happened and what to do, and holds no secret.
 */
public sealed interface Failure {

    /** {@return what happened and what to do, one or two sentences} */
    String message();

    /** Why a request was not valid; the names are OpenAI's error codes in upper case. */
    enum Reason {
        INVALID_JSON,
        MISSING_REQUIRED_PARAMETER,
        EMPTY_ARRAY,
        INVALID_TYPE,
        INVALID_VALUE,
        DECIMAL_ABOVE_MAX_VALUE,
        DECIMAL_BELOW_MIN_VALUE,
        INTEGER_ABOVE_MAX_VALUE,
        INTEGER_BELOW_MIN_VALUE,
        ARRAY_ABOVE_MAX_LENGTH,
        OBJECT_ABOVE_MAX_PROPERTIES,
        STRING_ABOVE_MAX_LENGTH,
        UNKNOWN_PARAMETER,
        UNSUPPORTED_VALUE,
        INVALID_BASE64,
        FILE_EXPIRED,
        CONTEXT_TOO_LARGE,
        CONTEXT_LENGTH_EXCEEDED
    }

    /**
     * The request cannot be served as it is.
     *
     * @param param path of the offending parameter, as {@code messages[0].content}; null when the whole body is meant
     */
    record InvalidRequest(
            Reason reason, String message, @Nullable String param) implements Failure {}

    /**
     * The upstream found a mistake in the client's request.
     *
     * @param message in the upstream's words, without keys
     * @param param path of the offending parameter as the upstream named it, or null
     * @param code the upstream's error code, or null
     */
    record RefusedByUpstream(
            String message,
            @Nullable String param,
            @Nullable String code) implements Failure {}

    /** The body is larger than the limit, which the message names. */
    record RequestTooLarge(String message) implements Failure {}

    /** The body's content type is not one that the route reads. */
    record UnsupportedMediaType(String message) implements Failure {}

    /** No key, or a wrong one. The key is never echoed. */
    record Unauthenticated(String message) implements Failure {}

    /** A right key without the right to do this. */
    record Forbidden(String message) implements Failure {}

    /** The Host header names a host that this service does not answer for. */
    record MisdirectedHost(String message) implements Failure {}

    /** The run was cancelled through its route. */
    record RunCancelled(String message) implements Failure {}

    /** A model that is not served. */
    record ModelNotFound(String message) implements Failure {}

    /** A file, run or other thing that is not there, or not this tenant's. */
    record NotFound(String message) implements Failure {}

    /** No such route. */
    record UnknownUrl(String message) implements Failure {}

    /** The route exists, but not with this method. */
    record MethodNotAllowed(String message, Set<String> allowed) implements Failure {}

    /**
     * The server below the routes refused the request: a bad request line, headers that are too large, a length that is
     * missing.
     *
     * @param status the HTTP status it chose
     */
    record Rejected(int status, String message) implements Failure {}

    /** Too many requests or tokens a minute. */
    record RateLimited(String message, Duration retryAfter) implements Failure {}

    /** The key's money or token quota is used up; trying again does not help. */
    record QuotaExhausted(String message) implements Failure {}

    /** The service has no room for more work right now. */
    record Overloaded(String message, Duration retryAfter) implements Failure {}

    /** The upstream failed, after retries. */
    record UpstreamFailed(String message) implements Failure {}

    /** The upstream did not answer in time. */
    record UpstreamTimedOut(String message) implements Failure {}

    /** A limit of the session was reached and there is nothing to answer from. */
    record BudgetExhausted(String message) implements Failure {}

    /** The session cannot go on, for example because its sandbox broke. */
    record SessionFailed(String message) implements Failure {}

    /** The final answer never met the schema that was asked for. */
    record SchemaMismatch(String message) implements Failure {}

    /** No sandbox can be had right now. */
    record SandboxUnavailable(String message, Duration retryAfter) implements Failure {}

    /** A defect of this service; details are in its log under the request id. */
    record Internal(String message) implements Failure {}
}
