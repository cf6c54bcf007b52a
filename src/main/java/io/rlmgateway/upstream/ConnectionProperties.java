package io.rlmgateway.upstream;

import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of how upstreams are reached, besides those of {@link UpstreamProperties}.
 *
 * @param upstreams upstreams by name
 */
@ConfigurationProperties("rlm")
public record ConnectionProperties(@DefaultValue Map<String, OfUpstream> upstreams) {

    private static final OfUpstream PLAIN = new OfUpstream(null, null, Map.of(), Map.of());
    private static final Set<String> SCHEMES = Set.of("http", "https");

    /** Copies the map. */
    public ConnectionProperties {
        upstreams = Map.copyOf(upstreams);
    }

    /**
     * Settings of one upstream.
     *
     * @param apiKeyFile file that holds the key, for example {@code /run/secrets/openai}; read again when it changes;
     *     goes before {@code api-key}
     * @param apiKeyHeader header that carries the key as it is, for example {@code api-key}; unset: the provider's own
     * @param headers further headers of each request
     * @param query further parameters of each request's address, for example {@code api-version}
     */
    public record OfUpstream(
            @Nullable Path apiKeyFile,
            @Nullable String apiKeyHeader,
            @DefaultValue Map<String, String> headers,
            @DefaultValue Map<String, String> query) {

        /** Copies the maps. */
        public OfUpstream {
            headers = Map.copyOf(headers);
            query = Map.copyOf(query);
        }

        /** {@return names of the settings without what headers and parameters may hold in secret} */
        @Override
        public String toString() {
            return "OfUpstream[headers=" + headers.keySet() + ", query=" + query.keySet() + "]";
        }
    }

    /**
     * The settings of an upstream.
     *
     * @param name its name
     * @return its settings
     */
    public OfUpstream of(String name) {
        return upstreams.getOrDefault(name, PLAIN);
    }

    /**
     * The key of an upstream.
     *
     * @param name its name
     * @param settings its other settings
     * @return the key of its file, otherwise that of its settings; may be empty
     * @throws UnusableUpstreamException when the file cannot be read or no header can carry the key
     */
    public UpstreamKey key(String name, UpstreamProperties settings) {
        return key("rlm.upstreams." + name, of(name).apiKeyFile(), settings.apiKey());
    }

    /** {@return the key of a file or, without one, of a setting; the place is where both stand in the configuration} */
    static UpstreamKey key(String place, @Nullable Path file, String value) {
        UpstreamKey key = file == null ? UpstreamKey.of(value) : read(place, file);
        if (!key.fitsHeader()) {
            throw new UnusableUpstreamException(
                    "The key of " + place + " holds characters that a header cannot carry.",
                    "Check " + place + ".api-key for line breaks, blanks and quotes.");
        }
        return key;
    }

    /**
     * The address of an upstream.
     *
     * @param name its name
     * @param settings its settings
     * @param usual the address where none is set
     * @return the address without a slash at its end
     * @throws UnusableUpstreamException when it cannot be right
     */
    public static URI baseUrl(String name, UpstreamProperties settings, String usual) {
        String given = Objects.requireNonNullElse(settings.baseUrl(), "").strip();
        try {
            URI url = new URI(given.isEmpty() ? usual : given.replaceAll("/+$", ""));
            if (url.getHost() != null && SCHEMES.contains(url.getScheme()) && url.getUserInfo() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw unusable(name);
        }
        throw unusable(name);
    }

    private static UpstreamKey read(String place, Path file) {
        try {
            return UpstreamKey.in(file);
        } catch (UncheckedIOException e) {
            throw new UnusableUpstreamException(
                    "The file with the key of " + place + " cannot be read: " + file,
                    "Check " + place + ".api-key-file and who may read the file.");
        }
    }

    /** The address is not quoted: it may hold a password. */
    private static UnusableUpstreamException unusable(String name) {
        return new UnusableUpstreamException(
                "The base address of upstream '" + name
                        + "' is not an http or https address without user and password.",
                "Set rlm.upstreams." + name + ".base-url to an address like https://host/v1.");
    }
}
