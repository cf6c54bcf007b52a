package io.rlmgateway.upstream.openai;

import io.rlmgateway.upstream.ConnectionProperties;
import io.rlmgateway.upstream.UpstreamProperties;
import java.time.Duration;
import java.util.Map;

/** Settings of upstreams under test. */
final class Settings {

    static final String KEY = "secret-key-4711";

    private Settings() {}

    /** A provider without settings of its own. */
    static OpenAiProvider provider() {
        return new OpenAiProvider(new OpenAiProperties(Map.of()), new ConnectionProperties(Map.of()));
    }

    static UpstreamProperties at(String baseUrl) {
        return with(baseUrl, KEY);
    }

    static UpstreamProperties with(String baseUrl, String key) {
        return new UpstreamProperties("openai", baseUrl, key, 512, 100_000, 0, Duration.ofSeconds(10), Duration.ZERO);
    }
}
