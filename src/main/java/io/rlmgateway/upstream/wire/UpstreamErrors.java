package io.rlmgateway.upstream.wire;

import io.rlmgateway.upstream.RateLimitHeaders;
import io.rlmgateway.upstream.UpstreamException;
import io.rlmgateway.upstream.UpstreamException.Kind;
import io.rlmgateway.upstream.UpstreamKey;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Tells an upstream's error in the upstream's words, without keys, and judges what kind it is (Anthropic's reference,
 * errors; Google's reference, {@code google.rpc.Status}; Ollama's API, errors).
 */
public final class UpstreamErrors {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_CHARACTERS = 600;
    private static final List<String> TOO_LONG_WORDS = List.of(
            "prompt is too long",
            "exceeds the maximum number of tokens",
            "input token count",
            "context length",
            "context window",
            "context size",
            "context limit",
            "exceed context");

    /** Google and Anthropic tell by 400 that a key is none, or its money used up. */
    private static final List<String> KEY_WORDS = List.of("api_key_invalid", "credit balance");

    private static final List<String> BUSY_WORDS = List.of("rate_limit", "resource_exhausted");
    private static final List<String> REFUSED_WORDS = List.of(
            "invalid_request", "invalid_argument", "authentication", "permission", "not_found", "billing_error");

    private final UpstreamKey key;

    /**
     * Errors of one upstream.
     *
     * @param key what must not show
     */
    public UpstreamErrors(UpstreamKey key) {
        this.key = key;
    }

    /**
     * An answer that is no stream.
     *
     * @param status its status
     * @param headers its headers
     * @param body its body
     * @return the failure
     */
    public UpstreamException of(int status, HttpHeaders headers, String body) {
        JsonNode json = json(body);
        String message = message(json);
        String words = message != null ? message : withoutMessage(status, headers, body);
        Kind kind = status == 200 ? kind(json + words) : kind(status, json + words);
        RateLimitHeaders limits = RateLimitHeaders.of(headers::firstValue, Clock.systemUTC());
        Duration wait = limits.retryAfter() == null ? retryDelay(json) : limits.retryAfter();
        RateLimitHeaders told = new RateLimitHeaders(
                limits.requests(), limits.tokens(), limits.inputTokens(), limits.outputTokens(), wait);
        return new UpstreamException(kind, shown(status + ": " + words), told, null);
    }

    /**
     * An error within a stream that began well.
     *
     * @param event the event
     * @return the failure
     */
    public UpstreamException ofEvent(JsonNode event) {
        String message = message(event);
        String words = message == null ? "an error without a message in mid-stream" : message;
        return new UpstreamException(kind(event + words), shown(words), RateLimitHeaders.NONE, null);
    }

    /**
     * A connection or a stream that broke.
     *
     * @param what what happened
     * @param cause the technical cause, whose class is named
     * @return the failure
     */
    public UpstreamException broken(String what, @Nullable Throwable cause) {
        String technical = cause == null ? "" : " (" + cause.getClass().getSimpleName() + ")";
        return new UpstreamException(Kind.UNAVAILABLE, what + technical, RateLimitHeaders.NONE, cause);
    }

    /**
     * A request that got no answer.
     *
     * @param cause why
     * @return the failure
     */
    public UpstreamException unreachable(Throwable cause) {
        return cause instanceof HttpConnectTimeoutException
                ? new UpstreamException(
                        Kind.TIMED_OUT, "no connection could be opened in time", RateLimitHeaders.NONE, cause)
                : broken("it could not be reached or closed the connection", cause);
    }

    private static Kind kind(int status, String words) {
        // Ollama answers with 500 to a prompt that its runner cannot hold
        boolean mayBeTooLong = status == 400 || status == 422 || status == 500;
        if (mayBeTooLong && tellsOf(TOO_LONG_WORDS, words)) {
            return Kind.TOO_LONG;
        }
        return tellsOfKey(status, words) ? Kind.KEY_REFUSED : kind(status);
    }

    private static boolean tellsOfKey(int status, String words) {
        return (status > 400 && status < 404) || (status == 400 && tellsOf(KEY_WORDS, words));
    }

    private static Kind kind(int status) {
        return switch (status) {
            case 413 -> Kind.TOO_LONG;
            case 429 -> Kind.RATE_LIMITED;
            case 408, 504 -> Kind.TIMED_OUT;
            case 409, 425 -> Kind.UNAVAILABLE;
            default -> status >= 500 ? Kind.UNAVAILABLE : Kind.REJECTED;
        };
    }

    /** With no status to go by, the error's own words must do. */
    private static Kind kind(String words) {
        if (tellsOf(TOO_LONG_WORDS, words)) {
            return Kind.TOO_LONG;
        }
        if (tellsOf(BUSY_WORDS, words)) {
            return Kind.RATE_LIMITED;
        }
        return tellsOf(REFUSED_WORDS, words) ? Kind.REJECTED : Kind.UNAVAILABLE;
    }

    private static boolean tellsOf(List<String> signs, String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        return signs.stream().anyMatch(lower::contains);
    }

    private static String withoutMessage(int status, HttpHeaders headers, String body) {
        String type = headers.firstValue("content-type").orElse("no content type");
        if (type.contains("html") || body.isBlank()) {
            return "an answer of type " + type + " without a readable error; check the upstream's base-url";
        }
        return status == 200 ? "an answer of type " + type + " where a stream was asked for" : body;
    }

    private String shown(String words) {
        String hidden = key.hiddenIn(words.strip());
        return hidden.length() <= MOST_CHARACTERS ? hidden : hidden.substring(0, MOST_CHARACTERS) + "…";
    }

    private static JsonNode json(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            // Google wraps errors of streams in an array
            return json.isArray() && !json.isEmpty() ? json.get(0) : json;
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    private static @Nullable String message(JsonNode json) {
        return Stream.of(json.at("/error/message"), json.at("/error"), json.at("/message"), json.at("/detail"))
                .filter(node -> !node.isMissingNode() && !node.isNull())
                .map(node -> node.isString() ? node.stringValue() : node.toString())
                .findFirst()
                .orElse(null);
    }

    /** Google tells in the body what others tell in a header ({@code google.rpc.RetryInfo}). */
    private static @Nullable Duration retryDelay(JsonNode json) {
        for (JsonNode detail : json.at("/error/details")) {
            String delay = detail.path("retryDelay").asString("");
            if (delay.matches("\\d{1,15}(\\.\\d{1,9})?s")) {
                return Duration.parse("PT" + delay);
            }
        }
        return null;
    }
}
