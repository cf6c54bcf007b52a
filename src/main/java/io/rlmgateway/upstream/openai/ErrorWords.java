package io.rlmgateway.upstream.openai;

import com.openai.core.JsonField;
import com.openai.core.http.Headers;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.upstream.RateLimitHeaders;
import io.rlmgateway.upstream.UpstreamException;
import io.rlmgateway.upstream.UpstreamException.Kind;
import java.net.http.HttpConnectTimeoutException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells an upstream's error in the upstream's words, without keys, and judges what kind it is (OpenAI's guide to error
 * codes; compatible servers differ in the shape of the body).
 */
final class ErrorWords {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_CHARACTERS = 600;
    private static final List<String> TOO_LONG_WORDS = List.of(
            "context_length_exceeded",
            "context length",
            "context window",
            "context size",
            "prompt is too long",
            "reduce the length of the messages");

    /** More than is allowed in a whole minute: it will never pass, however long it waits. */
    private static final String MORE_THAN_A_MINUTE = "request too large";

    private final ApiKey key;

    /** @param key what must not show */
    ErrorWords(ApiKey key) {
        this.key = key;
    }

    /**
     * An answer that is no event stream.
     *
     * @param status its status
     * @param headers its headers
     * @param body its body
     * @return the failure
     */
    UpstreamException of(int status, Headers headers, String body) {
        JsonNode json = json(body);
        String message = json == null ? null : message(json);
        String words = message != null ? message : withoutMessage(status, headers, body);
        Kind kind = status == 200 ? kindOfEvent(text(json), words) : kind(status, text(json) + words);
        return new UpstreamException(kind, shown(status + ": " + words), limits(headers), null);
    }

    /**
     * An error event within a stream that began well.
     *
     * @param error the event's error, an object or a mere text
     * @return the failure
     */
    UpstreamException ofEvent(JsonField<?> error) {
        String message = field(error, "message").or(error::asString).orElse("an error without a message in mid-stream");
        String code =
                field(error, "code").orElse("") + " " + field(error, "type").orElse("");
        return new UpstreamException(kindOfEvent(code, message), shown(message), RateLimitHeaders.NONE, null);
    }

    /**
     * An error within an answer that began well.
     *
     * @param body a JSON object with an error
     * @return the failure
     */
    UpstreamException ofEvent(String body) {
        JsonNode json = json(body);
        String message = json == null ? null : message(json);
        String words = message == null ? "an error without a message" : message;
        String code = json == null
                ? ""
                : json.at("/error/code").asString("") + " "
                        + json.at("/error/type").asString("");
        return new UpstreamException(kindOfEvent(code, words), shown(words), RateLimitHeaders.NONE, null);
    }

    /**
     * An answer to a client's own request. A mistake of the client keeps its words, parameter and code; what is wrong with
     * this service's key or address is no mistake of the client.
     *
     * @param status its status
     * @param headers its headers
     * @param body its body
     * @return the failure, an {@link UpstreamException} where another attempt may help or the service is at fault
     */
    RuntimeException failure(int status, Headers headers, String body) {
        UpstreamException failed = of(status, headers, body);
        JsonNode json = json(body);
        String message = json == null ? null : message(json);
        if (failed.kind() != Kind.REJECTED || message == null || (status != 400 && status != 422)) {
            return failed;
        }
        return new FailureException(
                new Failure.RefusedByUpstream(shown(message), field(json, "param"), field(json, "code")), failed);
    }

    /**
     * A request that got no answer.
     *
     * @param error why, or null when that is not known
     * @return the failure
     */
    UpstreamException unreachable(@Nullable Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof HttpConnectTimeoutException
                ? new UpstreamException(
                        Kind.TIMED_OUT, "no connection could be opened in time", RateLimitHeaders.NONE, cause)
                : broken("it could not be reached or closed the connection", cause);
    }

    /**
     * A connection or a stream that broke.
     *
     * @param what what happened
     * @param cause the technical cause, whose class is named, its text only when it has one
     * @return the failure
     */
    UpstreamException broken(String what, @Nullable Throwable cause) {
        String technical = cause == null ? "" : " (" + cause.getClass().getSimpleName() + ")";
        return new UpstreamException(Kind.UNAVAILABLE, what + technical, RateLimitHeaders.NONE, cause);
    }

    private static RateLimitHeaders limits(Headers headers) {
        return RateLimitHeaders.of(name -> headers.values(name).stream().findFirst(), Clock.systemUTC());
    }

    private static Kind kind(int status, String words) {
        return switch (status) {
            case 400, 422 -> tellsOfLength(words) ? Kind.TOO_LONG : Kind.REJECTED;
            case 413 -> Kind.TOO_LONG;
            case 429 -> kindOfRefusal(words);
            case 401 -> Kind.KEY_REFUSED;
            default -> kindWithoutWords(status);
        };
    }

    private static Kind kindOfRefusal(String words) {
        if (words.toLowerCase(Locale.ROOT).contains(MORE_THAN_A_MINUTE)) {
            return Kind.TOO_LONG;
        }
        // money that is used up does not come back by waiting
        return words.contains("insufficient_quota") ? Kind.KEY_REFUSED : Kind.RATE_LIMITED;
    }

    private static Kind kindWithoutWords(int status) {
        return switch (status) {
            case 402, 403 -> Kind.KEY_REFUSED;
            case 408, 504 -> Kind.TIMED_OUT;
            case 409, 425 -> Kind.UNAVAILABLE;
            default -> status >= 500 ? Kind.UNAVAILABLE : Kind.REJECTED;
        };
    }

    /** With no status to go by, the error's own code and type must do. */
    private static Kind kindOfEvent(String error, String words) {
        if (tellsOfLength(error + words) || words.toLowerCase(Locale.ROOT).contains(MORE_THAN_A_MINUTE)) {
            return Kind.TOO_LONG;
        }
        if (error.contains("insufficient_quota") || error.contains("invalid_request_error")) {
            return Kind.REJECTED;
        }
        return error.contains("rate_limit") ? Kind.RATE_LIMITED : Kind.UNAVAILABLE;
    }

    private static Optional<String> field(JsonField<?> object, String name) {
        return object.asObject().map(fields -> fields.get(name)).flatMap(ErrorWords::string);
    }

    private static Optional<String> string(JsonField<?> field) {
        return field.asString();
    }

    private @Nullable String field(@Nullable JsonNode json, String name) {
        JsonNode value = json == null ? null : json.at("/error/" + name);
        return value != null && value.isString() ? shown(value.stringValue()) : null;
    }

    private static boolean tellsOfLength(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        return TOO_LONG_WORDS.stream().anyMatch(lower::contains);
    }

    private static String withoutMessage(int status, Headers headers, String body) {
        String type = headers.values("content-type").stream().findFirst().orElse("no content type");
        if (type.contains("html") || body.isBlank()) {
            return "an answer of type " + type + " without a readable error; check the upstream's base-url";
        }
        return status == 200 ? "an answer of type " + type + " where an event stream was asked for" : body;
    }

    private String shown(String words) {
        String hidden = key.hiddenIn(words.strip());
        return hidden.length() <= MOST_CHARACTERS ? hidden : hidden.substring(0, MOST_CHARACTERS) + "…";
    }

    private static @Nullable JsonNode json(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json.isObject() ? json : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static String text(@Nullable JsonNode json) {
        return json == null ? "" : json.toString();
    }

    /** {@return the message: of OpenAI {@code error.message}, of others {@code error}, {@code message}, {@code detail}} */
    private static @Nullable String message(JsonNode json) {
        return Stream.of(json.at("/error/message"), json.at("/error"), json.at("/message"), json.at("/detail"))
                .filter(node -> !node.isMissingNode() && !node.isNull())
                .map(node -> node.isString() ? node.stringValue() : node.toString())
                .findFirst()
                .orElse(null);
    }
}
