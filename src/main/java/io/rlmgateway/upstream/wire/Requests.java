package io.rlmgateway.upstream.wire;

import io.rlmgateway.tracing.OutgoingTrace;
import io.rlmgateway.upstream.ConnectionProperties;
import io.rlmgateway.upstream.UpstreamKey;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Builds requests to one upstream.
 *
 * @param baseUrl its address without a slash at its end
 * @param key its key
 * @param keyHeader the header that carries the key where none is set
 * @param connection what is set for its requests
 */
public record Requests(URI baseUrl, UpstreamKey key, KeyHeader keyHeader, ConnectionProperties.OfUpstream connection) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * How a key travels.
     *
     * @param name the header
     * @param before what stands before the key
     */
    public record KeyHeader(String name, String before) {}

    /**
     * A request with a JSON body.
     *
     * @param path path after the base address, with its slash
     * @param parameters parameters of the address
     * @param body the body
     * @return a request to which headers can be added
     */
    public HttpRequest.Builder post(String path, Map<String, String> parameters, Map<String, Object> body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path, parameters))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        OutgoingTrace.headers().forEach(request::setHeader);
        if (!key.isEmpty()) {
            String named = connection.apiKeyHeader();
            request.header(
                    Objects.requireNonNullElse(named, keyHeader.name()),
                    named == null ? keyHeader.before() + key.value() : key.value());
        }
        connection.headers().forEach(request::setHeader);
        return request;
    }

    private URI address(String path, Map<String, String> parameters) {
        String query = Stream.of(parameters, connection.query())
                .flatMap(all -> all.entrySet().stream())
                .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
                .collect(Collectors.joining("&"));
        return URI.create(baseUrl + path + (query.isEmpty() ? "" : "?" + query));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
