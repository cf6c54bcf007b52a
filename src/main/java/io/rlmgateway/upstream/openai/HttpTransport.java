package io.rlmgateway.upstream.openai;

import com.openai.core.RequestOptions;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpRequestBody;
import com.openai.core.http.HttpResponse;
import io.rlmgateway.tracing.OutgoingTrace;
import io.rlmgateway.upstream.ConnectionProperties;
import io.rlmgateway.upstream.SignsOfLife;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Carries the SDK's requests over the JDK's HTTP client. It sets no limit on requests in flight and no time but that
 * for connecting, makes one attempt, sends the key itself, and can end an exchange at any moment. HTTP/1.1, because
 * ending an exchange then closes its connection, and a server's limit of streams on a connection is none of ours.
 */
final class HttpTransport implements HttpClient {

    /** Names the exchange that a request belongs to; never sent. */
    static final String EXCHANGE = "x-rlm-exchange";

    /** What the transport or the JDK's client sets by itself. */
    private static final Set<String> OWN_HEADERS = Set.of(
            EXCHANGE, "authorization", "connection", "content-length", "content-type", "expect", "host", "upgrade");

    private final ApiKey key;
    private final ConnectionProperties.OfUpstream connection;
    private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
    private final java.net.http.HttpClient client;
    private final Map<String, Exchange> exchanges = new ConcurrentHashMap<>();

    /**
     * A transport of its own connections.
     *
     * @param key the key to send
     * @param connectTimeout for opening a connection
     */
    HttpTransport(ApiKey key, Duration connectTimeout) {
        this(key, connectTimeout, new ConnectionProperties.OfUpstream(null, null, Map.of(), Map.of()));
    }

    /**
     * A transport of its own connections, with what is set for its requests.
     *
     * @param key the key to send
     * @param connectTimeout for opening a connection
     * @param connection further headers and parameters
     */
    HttpTransport(ApiKey key, Duration connectTimeout, ConnectionProperties.OfUpstream connection) {
        this.key = key;
        this.connection = connection;
        this.client = java.net.http.HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .executor(threads)
                .build();
    }

    /**
     * Opens an exchange, whose id the request must carry in {@link #EXCHANGE}.
     *
     * @param signs told of comments of the stream, on any thread
     * @return the exchange; closing it ends the request, whatever its state
     */
    Exchange open(SignsOfLife signs) {
        Exchange exchange = new Exchange(new ErrorWords(key), OutgoingTrace.headers(), signs, exchanges::remove);
        exchanges.put(exchange.id(), exchange);
        return exchange;
    }

    /** {@return virtual threads, for reading event streams} */
    Executor threads() {
        return threads;
    }

    @Override
    public HttpResponse execute(HttpRequest request, RequestOptions options) {
        try {
            return executeAsync(request, options).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @Override
    public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
        Exchange exchange = request.headers().values(EXCHANGE).stream()
                .map(exchanges::get)
                .findFirst()
                .orElse(null);
        if (exchange == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("the exchange is over"));
        }
        return exchange.send(client, converted(request, exchange), threads);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private java.net.http.HttpRequest converted(HttpRequest request, Exchange exchange) {
        java.net.http.HttpRequest.Builder converted = java.net.http.HttpRequest.newBuilder(address(request.url()));
        for (String name : request.headers().names()) {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                request.headers().values(name).forEach(value -> converted.header(name, value));
            }
        }
        exchange.headers().forEach(converted::setHeader);
        sign(converted);
        return converted
                .method(request.method().name(), body(request, converted))
                .build();
    }

    /** {@return a request to an address, with the key and all that is set for each request} */
    java.net.http.HttpRequest.Builder request(URI address) {
        java.net.http.HttpRequest.Builder request = java.net.http.HttpRequest.newBuilder(address);
        OutgoingTrace.headers().forEach(request::setHeader);
        sign(request);
        return request;
    }

    private void sign(java.net.http.HttpRequest.Builder request) {
        String named = connection.apiKeyHeader();
        if (!key.isEmpty()) {
            request.header(
                    named == null ? "Authorization" : named, named == null ? "Bearer " + key.value() : key.value());
        }
        connection.headers().forEach(request::setHeader);
    }

    /** {@return an address with the parameters that are set for each request} */
    URI address(String url) {
        String query = connection.query().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return URI.create(query.isEmpty() ? url : url + (url.indexOf('?') < 0 ? "?" : "&") + query);
    }

    private static BodyPublisher body(HttpRequest request, java.net.http.HttpRequest.Builder converted) {
        try (HttpRequestBody body = request.body()) {
            if (body == null) {
                return BodyPublishers.noBody();
            }
            if (body.contentType() != null) {
                converted.header("Content-Type", body.contentType());
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            body.writeTo(bytes);
            return BodyPublishers.ofByteArray(bytes.toByteArray());
        }
    }
}
