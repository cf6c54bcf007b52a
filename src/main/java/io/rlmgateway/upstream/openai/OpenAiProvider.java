package io.rlmgateway.upstream.openai;

import io.rlmgateway.upstream.ConnectionProperties;
import io.rlmgateway.upstream.Upstream;
import io.rlmgateway.upstream.UpstreamKey;
import io.rlmgateway.upstream.UpstreamProperties;
import io.rlmgateway.upstream.UpstreamProvider;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Opens upstreams that speak OpenAI's chat completions API: OpenAI's own and any compatible server. */
@Component
public final class OpenAiProvider implements UpstreamProvider {

    private static final String DEFAULT_BASE_URL = "https://api.openai.com/v1";

    private final OpenAiProperties properties;
    private final ConnectionProperties connections;
    private volatile boolean opened;

    /** Opens nothing by itself. */
    OpenAiProvider(OpenAiProperties properties, ConnectionProperties connections) {
        this.properties = properties;
        this.connections = connections;
    }

    @Override
    public String kind() {
        return "openai";
    }

    /** {@return that the key is missing, which only OpenAI's own host insists on, or null} */
    @Override
    public @Nullable String missing(String name, UpstreamProperties settings) {
        boolean hasKey = !settings.apiKey().isBlank() || connections.of(name).apiKeyFile() != null;
        if (hasKey || !isOpenAi(baseUrl(name, settings))) {
            return null;
        }
        return "Upstream '" + name + "' has no key. Set rlm.upstreams." + name + ".api-key, or rlm.upstreams." + name
                + ".base-url to a server that needs none.";
    }

    @Override
    public Upstream open(String name, UpstreamProperties settings) {
        return open(name, settings, connections.key(name, settings));
    }

    @Override
    public Upstream open(String name, UpstreamProperties settings, UpstreamKey secret) {
        URI baseUrl = baseUrl(name, settings);
        ApiKey key = new ApiKey(secret);
        HttpTransport transport = new HttpTransport(key, settings.connectTimeout(), connections.of(name));
        ChatPrompts.Dialect dialect = dialect(name, isOpenAi(baseUrl));
        opened = true;
        return new RelayingUpstream(
                OpenAiUpstream.at(baseUrl, transport, dialect),
                new OpenAiRelay(new OpenAiRelay.Server(baseUrl, key, dialect, transport), relays(settings)));
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
        return ConnectionProperties.baseUrl(name, settings, DEFAULT_BASE_URL);
    }
}
