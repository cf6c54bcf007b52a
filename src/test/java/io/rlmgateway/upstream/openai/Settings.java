package io.rlmgateway.upstream.openai;

import io.rlmgateway.upstream.UpstreamProperties;
import java.time.Duration;

/** Settings of upstreams under test. */
final class Settings {

    static final String KEY = "secret-key-4711";

    private Settings() {}

    static UpstreamProperties at(String baseUrl) {
        return with(baseUrl, KEY);
    }

    static UpstreamProperties with(String baseUrl, String key) {
        return new UpstreamProperties("openai", baseUrl, key, 512, 100_000, 0, Duration.ofSeconds(10), Duration.ZERO);
    }
}
