package io.rlmgateway.upstream.openai;

import io.rlmgateway.upstream.UnusableUpstreamException;
import io.rlmgateway.upstream.Upstream;
import io.rlmgateway.upstream.UpstreamProperties;
import io.rlmgateway.upstream.UpstreamProvider;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Opens upstreams that speak OpenAI's chat completions API: OpenAI's own and any compatible server. */
@Component
public final class OpenAiProvider implements UpstreamProvider {

    private static final String DEFAULT_BASE_URL = "https://api.openai.com/v1";
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private final OpenAiProperties properties;
    private volatile boolean opened;

    /** Opens nothing by itself. */
    OpenAiProvider(OpenAiProperties properties) {
        this.properties = properties;
    }

    @Override
    public String kind() {
        return "openai";
    }

    /** {@return that the key is missing, which only OpenAI's own host insists on, or null} */
    @Override
    public @Nullable String missing(String name, UpstreamProperties settings) {
        if (!settings.apiKey().isBlank() || !isOpenAi(baseUrl(name, settings))) {
            return null;
        }
        return "Upstream '" + name + "' has no key. Set rlm.upstreams." + name + ".api-key, or rlm.upstreams." + name
                + ".base-url to a server that needs none.";
    }

    @Override
    public Upstream open(String name, UpstreamProperties settings) {
        URI baseUrl = baseUrl(name, settings);
        ApiKey key = new ApiKey(settings.apiKey().strip());
        if (!key.fitsHeader()) {
            throw new UnusableUpstreamException(
                    "The key of upstream '" + name + "' holds characters that a header cannot carry.",
                    "Check rlm.upstreams." + name + ".api-key for line breaks, blanks and quotes.");
        }
        HttpTransport transport = new HttpTransport(key, settings.connectTimeout());
        opened = true;
        return new RelayingUpstream(
                OpenAiUpstream.at(baseUrl, transport, dialect(name, isOpenAi(baseUrl))),
                new OpenAiRelay(new OpenAiRelay.Server(baseUrl, key, isOpenAi(baseUrl)), relays(settings)));
    }

    private static HttpClient relays(UpstreamProperties settings) {
        return HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(settings.connectTimeout())
                .executor(Runnable::run)
                .build();
    }

    /** After the start, so that nothing waits for it; sends nothing. */
    @EventListener(ApplicationReadyEvent.class)
    void warmUp() {
        if (opened) {
            WarmUp.start();
        }
    }

    private ChatPrompts.Dialect dialect(String name, boolean isOpenAi) {
        OutputLimitParameter byHost =
                isOpenAi ? OutputLimitParameter.MAX_COMPLETION_TOKENS : OutputLimitParameter.MAX_TOKENS;
        return new ChatPrompts.Dialect(
                Objects.requireNonNullElse(properties.outputLimitParameter(name), byHost), isOpenAi);
    }

    private static boolean isOpenAi(URI baseUrl) {
        String host = baseUrl.getHost();
        return host.equals("openai.com") || host.endsWith(".openai.com");
    }

    private static URI baseUrl(String name, UpstreamProperties settings) {
        String given = Objects.requireNonNullElse(settings.baseUrl(), "").strip();
        try {
            URI url = new URI(given.isEmpty() ? DEFAULT_BASE_URL : given.replaceAll("/+$", ""));
            if (isUsable(url)) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw unusable(name);
        }
        throw unusable(name);
    }

    private static boolean isUsable(URI url) {
        return url.getHost() != null && SCHEMES.contains(url.getScheme()) && url.getUserInfo() == null;
    }

    /** The address is not quoted: it may hold a password. */
    private static UnusableUpstreamException unusable(String name) {
        return new UnusableUpstreamException(
                "The base address of upstream '" + name
                        + "' is not an http or https address without user and password.",
                "Set rlm.upstreams." + name + ".base-url to an address like https://host/v1.");
    }
}
