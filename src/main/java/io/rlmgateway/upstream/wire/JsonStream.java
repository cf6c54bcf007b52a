package io.rlmgateway.upstream.wire;

import io.rlmgateway.upstream.RateLimitHeaders;
import io.rlmgateway.upstream.SignsOfLife;
import io.rlmgateway.upstream.UpstreamException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes calls that answer with JSON objects as they become ready: server-sent events (WHATWG HTML, section 9.2) or a
 * line for each (as Ollama). One attempt a call, no limit of calls in flight, no time but that for connecting. HTTP/1.1,
 * because ending a call then closes its connection.
 */
public final class JsonStream {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_ERROR_BYTES = 65_536;
    private static final int MOST_OBJECT_BYTES = 16 * 1024 * 1024;

    private final HttpClient client;
    private final UpstreamErrors errors;

    /**
     * Calls over connections of their own.
     *
     * @param connectTimeout for opening a connection
     * @param errors tells what goes wrong
     */
    public JsonStream(Duration connectTimeout, UpstreamErrors errors) {
        this.errors = errors;
        this.client = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /**
     * Makes a call on the calling thread, whose interrupt ends it and closes its connection.
     *
     * @param request the request
     * @param events receives the objects in order, on the calling thread; when it throws, the call ends
     * @param signs hears of whatever comes that is no error
     * @return what the headers say of limits
     * @throws UpstreamException when there is no stream, or it breaks
     * @throws CancellationException when the thread is interrupted
     */
    public RateLimitHeaders send(HttpRequest request, Consumer<JsonNode> events, SignsOfLife signs) {
        HttpResponse<InputStream> response = answer(request);
        try (InputStream body = response.body()) {
            if (!isStream(response)) {
                throw errors.of(response.statusCode(), response.headers(), text(body));
            }
            read(body, events, signs);
            return RateLimitHeaders.of(response.headers()::firstValue, Clock.systemUTC());
        } catch (IOException e) {
            throw ended("the reply broke off", e);
        }
    }

    /**
     * Makes a call that is answered with one object, on the calling thread, whose interrupt ends it.
     *
     * @param request the request
     * @return the object
     * @throws UpstreamException when there is none
     * @throws CancellationException when the thread is interrupted
     */
    public JsonNode object(HttpRequest request) {
        HttpResponse<InputStream> response = answer(request);
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                throw errors.of(response.statusCode(), response.headers(), text(body));
            }
            return JSON.readTree(body.readNBytes(MOST_OBJECT_BYTES));
        } catch (IOException | JacksonException e) {
            throw ended("the answer broke off or could not be read", new IOException(e));
        }
    }

    private HttpResponse<InputStream> answer(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled(e);
        } catch (IOException e) {
            throw Thread.currentThread().isInterrupted() ? cancelled(e) : errors.unreachable(e);
        }
    }

    private void read(InputStream body, Consumer<JsonNode> events, SignsOfLife signs) throws IOException {
        Lines lines = new Lines(body);
        StringBuilder data = new StringBuilder();
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (line.startsWith("{")) {
                pass(line, events);
            } else if (line.startsWith("data:")) {
                data.append(line, "data:".length(), line.length()).append('\n');
            } else if (line.isEmpty()) {
                flush(data, events);
            }
            // an event counts when it is whole: it may tell an error
            if (!line.startsWith("data:") && !line.startsWith("event:")) {
                signs.alive();
            }
        }
        flush(data, events);
    }

    private void flush(StringBuilder data, Consumer<JsonNode> events) {
        String event = data.toString().strip();
        data.setLength(0);
        if (!event.isEmpty()) {
            pass(event, events);
        }
    }

    private void pass(String event, Consumer<JsonNode> events) {
        JsonNode json;
        try {
            json = JSON.readTree(event);
        } catch (JacksonException e) {
            // its message would quote the event
            throw errors.broken("the reply could not be read", new IOException("an event is no JSON"));
        }
        if (json.has("error") || "error".equals(json.path("type").asString(""))) {
            throw errors.ofEvent(json);
        }
        events.accept(json);
    }

    private RuntimeException ended(String what, IOException cause) {
        return Thread.currentThread().isInterrupted() ? cancelled(cause) : errors.broken(what, cause);
    }

    private static CancellationException cancelled(Exception cause) {
        CancellationException cancelled = new CancellationException("the call was cancelled");
        cancelled.initCause(cause);
        return cancelled;
    }

    private static boolean isStream(HttpResponse<?> response) {
        String type = response.headers().firstValue("content-type").orElse("").toLowerCase(Locale.ROOT);
        boolean one = type.startsWith("application/json") || type.contains("html");
        return response.statusCode() == 200 && !one;
    }

    private static String text(InputStream body) {
        try {
            return new String(body.readNBytes(MOST_ERROR_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            // the status says enough
            return "";
        }
    }
}
