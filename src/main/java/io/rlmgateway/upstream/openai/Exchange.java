package io.rlmgateway.upstream.openai;

import com.openai.core.http.Headers;
import com.openai.core.http.HttpResponse;
import io.rlmgateway.upstream.RateLimitHeaders;
import io.rlmgateway.upstream.SignsOfLife;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response. Closing it from any thread cancels the request or closes the connection of its
 * response. An answer that is not an event stream is an error, told in the upstream's words.
 */
final class Exchange implements AutoCloseable {

    private static final int MOST_ERROR_BYTES = 65_536;

    private final String id = UUID.randomUUID().toString();
    private final ErrorWords words;
    private final Map<String, String> headers;
    private final Consumer<String> ended;
    private final SignsOfLife signs;
    private @Nullable CompletableFuture<java.net.http.HttpResponse<InputStream>> sent;
    private @Nullable EventStreamBody body;
    private RateLimitHeaders limits = RateLimitHeaders.NONE;
    private boolean closed;

    /**
     * An exchange that has not begun.
     *
     * @param words tells errors
     * @param headers what its request carries besides
     * @param signs told of comments of the stream, on any thread
     * @param ended takes the id when the exchange is closed
     */
    Exchange(ErrorWords words, Map<String, String> headers, SignsOfLife signs, Consumer<String> ended) {
        this.signs = signs;
        this.words = words;
        this.headers = headers;
        this.ended = ended;
    }

    /** {@return what names this exchange in a request} */
    String id() {
        return id;
    }

    /** {@return what its request carries besides} */
    Map<String, String> headers() {
        return headers;
    }

    /** {@return how to tell errors that occur within the event stream} */
    ErrorWords words() {
        return words;
    }

    /** {@return whether the upstream marked the end of its events} */
    synchronized boolean complete() {
        return body != null && body.complete();
    }

    /** {@return what the response's headers say of limits} */
    synchronized RateLimitHeaders limits() {
        return limits;
    }

    /**
     * Sends the request.
     *
     * @param client sends it
     * @param request the request
     * @param threads read errors
     * @return the response with its event stream, or an {@link io.rlmgateway.upstream.UpstreamException}
     */
    synchronized CompletableFuture<HttpResponse> send(HttpClient client, HttpRequest request, Executor threads) {
        if (closed) {
            return CompletableFuture.failedFuture(new IllegalStateException("the exchange is over"));
        }
        sent = client.sendAsync(request, BodyHandlers.ofInputStream());
        return sent.handleAsync(this::received, threads);
    }

    @Override
    public void close() {
        CompletableFuture<?> request;
        EventStreamBody response;
        synchronized (this) {
            closed = true;
            request = sent;
            response = body;
        }
        ended.accept(id);
        if (request != null) {
            request.cancel(true);
        }
        closeQuietly(response);
    }

    private HttpResponse received(
            java.net.http.@Nullable HttpResponse<InputStream> response, @Nullable Throwable error) {
        if (response == null) {
            throw words.unreachable(error);
        }
        EventStreamBody stream = new EventStreamBody(response.body(), signs::alive);
        if (!keep(stream, RateLimitHeaders.of(response.headers()::firstValue, Clock.systemUTC()))) {
            closeQuietly(stream);
            throw new IllegalStateException("the exchange is over");
        }
        Headers headers = headers(response);
        if (isEventStream(response)) {
            return new Received(response.statusCode(), headers, stream);
        }
        throw words.of(response.statusCode(), headers, text(stream));
    }

    private synchronized boolean keep(EventStreamBody stream, RateLimitHeaders told) {
        body = stream;
        limits = told;
        return !closed;
    }

    /** Some compatible servers send events under another type; errors come as JSON, those of proxies as HTML. */
    private static boolean isEventStream(java.net.http.HttpResponse<?> response) {
        String type = response.headers().firstValue("content-type").orElse("").toLowerCase(Locale.ROOT);
        return response.statusCode() == 200 && !type.contains("json") && !type.contains("html");
    }

    private static Headers headers(java.net.http.HttpResponse<?> response) {
        Headers.Builder headers = Headers.builder();
        response.headers().map().forEach(headers::put);
        return headers.build();
    }

    private static String text(InputStream body) {
        try (body) {
            return new String(body.readNBytes(MOST_ERROR_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            // the status says enough
            return "";
        }
    }

    private static void closeQuietly(@Nullable InputStream body) {
        try {
            if (body != null) {
                body.close();
            }
        } catch (IOException e) {
            // it is closed for good either way
        }
    }

    private record Received(int statusCode, Headers headers, InputStream body) implements HttpResponse {

        @Override
        public void close() {
            closeQuietly(body);
        }
    }
}
