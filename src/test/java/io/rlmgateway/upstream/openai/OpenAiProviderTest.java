package io.rlmgateway.upstream.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.upstream.UnusableUpstreamException;
import io.rlmgateway.upstream.UpstreamProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiProviderTest {

    private final OpenAiProvider provider = Settings.provider();

    @ParameterizedTest
    @ValueSource(strings = {"https://api.openai.com/v1", "https://eu.api.openai.com/v1/", "", "  "})
    void openAiItselfNeedsAKey(String baseUrl) {
        assertThat(provider.missing("openai", Settings.with(baseUrl, " ")))
                .contains("no key")
                .contains("rlm.upstreams.openai.api-key");
        assertThat(provider.missing("openai", Settings.with(baseUrl, "k"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8000/v1", "https://notopenai.com/v1", "https://openai.com.example/v1"})
    void otherServersNeedNone(String baseUrl) {
        assertThat(provider.missing("local", Settings.with(baseUrl, ""))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8000", "ftp://host/v1", "https://", "http://a b/", "http://me:pass@host/v1"})
    void addressThatCannotBeRightIsRefusedUnquoted(String baseUrl) {
        UpstreamProperties settings = Settings.at(baseUrl);

        assertThatThrownBy(() -> provider.open("mine", settings))
                .isInstanceOf(UnusableUpstreamException.class)
                .hasMessageContaining("'mine'")
                .hasMessageNotContaining(baseUrl);
    }

    @Test
    void keyThatNoHeaderCanCarryIsRefusedUnquoted() {
        UpstreamProperties settings = Settings.with("http://localhost/v1", "a key\nwith a line break");

        assertThatThrownBy(() -> provider.open("mine", settings))
                .isInstanceOf(UnusableUpstreamException.class)
                .hasMessageNotContaining("with a line break");
    }
}
