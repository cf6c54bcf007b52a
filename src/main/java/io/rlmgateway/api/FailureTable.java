package io.rlmgateway.api;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** The one table from failures to HTTP: what each becomes for the client, the metrics and the log. */
public final class FailureTable {

    private static final String INVALID_REQUEST = "invalid_request_error";
    private static final String SERVER_ERROR = "server_error";
    private static final long LONGEST_RETRY_SECONDS = 60;
    private static final Map<String, String> NO_RETRY = Map.of("x-should-retry", "false");

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Map<String, Function<String, Failure>> RECORDED = Map.ofEntries(
            Map.entry("404", Failure.NotFound::new),
            Map.entry("model_not_found", Failure.ModelNotFound::new),
            Map.entry("run_cancelled", Failure.RunCancelled::new),
            Map.entry("rate_limit_exceeded", message -> new Failure.RateLimited(message, SOON)),
            Map.entry("insufficient_quota", Failure.QuotaExhausted::new),
            Map.entry("overloaded", message -> new Failure.Overloaded(message, SOON)),
            Map.entry("upstream_error", Failure.UpstreamFailed::new),
            Map.entry("upstream_timeout", Failure.UpstreamTimedOut::new),
            Map.entry("rlm_budget_exhausted", Failure.BudgetExhausted::new),
            Map.entry("rlm_failed", Failure.SessionFailed::new),
            Map.entry("schema_mismatch", Failure.SchemaMismatch::new),
            Map.entry("sandbox_unavailable", message -> new Failure.SandboxUnavailable(message, SOON)));

    private FailureTable() {}

    /**
     * A failure over HTTP.
     *
     * @param status HTTP status
     * @param type OpenAI's error type
     * @param code OpenAI's error code, or null
     * @param param the offending parameter, or null
     * @param headers further response headers; may be empty
     * @param level how loud the log is
     * @param metricTag the value of the metric tag {@code error.type}
     */
    public record Row(
            int status,
            String type,
            @Nullable String code,
            @Nullable String param,
            Map<String, String> headers,
            Level level,
            String metricTag) {

        /** A failure whose metric tag is its code, or its status where there is none. */
        Row(
                int status,
                String type,
                @Nullable String code,
                @Nullable String param,
                Map<String, String> headers,
                Level level) {
            this(status, type, code, param, headers, level, code == null ? Integer.toString(status) : code);
        }
    }

    /**
     * Looks a failure up.
     *
     * @param failure what went wrong
     * @return its row
     */
    public static Row row(Failure failure) {
        return switch (failure) {
            case Failure.InvalidRequest(var reason, var _, var param) ->
                new Row(400, INVALID_REQUEST, reason.name().toLowerCase(Locale.ROOT), param, Map.of(), Level.DEBUG);
            case Failure.RefusedByUpstream(var _, var param, var code) ->
                // an upstream may make up any number of codes, a metric must not
                new Row(400, INVALID_REQUEST, code, param, Map.of(), Level.DEBUG, "refused_by_upstream");
            case Failure.RequestTooLarge _ -> client(413, "request_too_large");
            case Failure.UnsupportedMediaType _ -> client(415, "unsupported_media_type");
            case Failure.Unauthenticated _ ->
                client(401, "invalid_api_key", Map.of("WWW-Authenticate", "Bearer"), Level.INFO);
            case Failure.Forbidden _ -> client(403, "insufficient_permissions", Map.of(), Level.INFO);
            case Failure.MisdirectedHost _ -> client(421, "misdirected_request", Map.of(), Level.INFO);
            case Failure.RunCancelled _ -> client(409, "run_cancelled");
            case Failure.ModelNotFound _ -> client(404, "model_not_found");
            case Failure.NotFound _ -> client(404, null);
            case Failure.UnknownUrl _ -> client(404, "unknown_url");
            case Failure.MethodNotAllowed(var _, var allowed) ->
                client(405, "method_not_allowed", Map.of("Allow", String.join(", ", allowed)), Level.DEBUG);
            case Failure.Rejected(int status, var _) ->
                new Row(status, status < 500 ? INVALID_REQUEST : SERVER_ERROR, null, null, Map.of(), Level.DEBUG);
            case Failure.RateLimited(var _, var wait) ->
                new Row(429, "requests", "rate_limit_exceeded", null, retryAfter(wait), Level.INFO);
            case Failure.QuotaExhausted _ ->
                new Row(429, "insufficient_quota", "insufficient_quota", null, NO_RETRY, Level.INFO);
            case Failure.Overloaded(var _, var wait) -> server(503, "overloaded", retryAfter(wait));
            case Failure.UpstreamFailed _ -> server(502, "upstream_error", NO_RETRY);
            case Failure.UpstreamTimedOut _ -> server(504, "upstream_timeout", NO_RETRY);
            case Failure.BudgetExhausted _ -> server(500, "rlm_budget_exhausted", NO_RETRY);
            case Failure.SessionFailed _ -> server(500, "rlm_failed", NO_RETRY);
            case Failure.SchemaMismatch _ -> server(500, "schema_mismatch", NO_RETRY);
            case Failure.SandboxUnavailable(var _, var wait) -> server(503, "sandbox_unavailable", retryAfter(wait));
            case Failure.Internal _ -> new Row(500, SERVER_ERROR, "internal_error", null, Map.of(), Level.ERROR);
        };
    }

    /**
     * The failure that was recorded by its metric tag.
     *
     * @param tag as {@link Row#metricTag} gave it
     * @param message the failure's message
     * @return a failure with the same status, code and message; details are lost, as the parameter or the time to wait
     */
    public static Failure failure(String tag, String message) {
        Function<String, Failure> recorded = RECORDED.get(tag);
        return recorded == null ? invalid(tag, message) : recorded.apply(message);
    }

    private static Failure invalid(String tag, String message) {
        return Arrays.stream(Failure.Reason.values())
                .filter(reason -> reason.name().toLowerCase(Locale.ROOT).equals(tag))
                .findFirst()
                .<Failure>map(reason -> new Failure.InvalidRequest(reason, message, null))
                .orElseGet(() -> new Failure.Internal(message));
    }

    private static Row client(int status, @Nullable String code) {
        return client(status, code, Map.of(), Level.DEBUG);
    }

    private static Row client(int status, @Nullable String code, Map<String, String> headers, Level level) {
        return new Row(status, INVALID_REQUEST, code, null, headers, level);
    }

    private static Row server(int status, String code, Map<String, String> headers) {
        return new Row(status, SERVER_ERROR, code, null, headers, Level.WARN);
    }

    private static Map<String, String> retryAfter(Duration wait) {
        long seconds = wait.plusNanos(999_999_999).toSeconds();
        return Map.of("Retry-After", Long.toString(Math.clamp(seconds, 1, LONGEST_RETRY_SECONDS)));
    }
}
