package io.rlmgateway.repl.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RemotePropertiesTest {

    private static RemoteProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("rlm.sandbox.remote", RemoteProperties.class);
    }

    @Test
    void defaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(new RemoteProperties(List.of(), "", null, null, null, Duration.ofSeconds(30)));
    }

    @Test
    void addressesAreNamesAndPorts() {
        RemoteProperties properties = bind(Map.of("rlm.sandbox.remote.addresses", "workers:50051,[::1]:50052"));

        assertThat(properties.checked())
                .containsExactly(new HostAndPort("workers", 50051), new HostAndPort("[::1]", 50052));
        assertThatThrownBy(() ->
                        bind(Map.of("rlm.sandbox.remote.addresses", "workers")).checked())
                .hasMessage("rlm.sandbox.remote.addresses: 'workers' is not of the form name:port.");
    }

    @Test
    void missingAddressIsExplained() {
        UnusableRemoteWorkersException missing =
                new UnusableRemoteWorkersException("rlm.sandbox.remote.addresses names no worker.");
        assertThatThrownBy(() -> bind(Map.of()).checked())
                .hasMessage("rlm.sandbox.mode is remote, and rlm.sandbox.remote.addresses names no worker.");

        var analysis = Objects.requireNonNull(new UnusableRemoteWorkersFailureAnalyzer().analyze(missing));

        assertThat(analysis.getDescription()).isEqualTo(missing.getMessage());
        assertThat(analysis.getAction()).contains("addresses: workers.example:50051", "docs/sandbox.md");
    }

    @Test
    void filesOfTlsGoTogether() {
        String name = "rlm.sandbox.remote.";
        for (Map<String, String> wrong : List.of(
                Map.of(name + "certificate", "a"),
                Map.of(name + "key", "a", name + "ca", "b"),
                Map.of(name + "key", "a", name + "certificate", "b"))) {
            Map<String, String> all = new HashMap<>(wrong);
            all.put(name + "addresses", "workers:1");
            assertThatThrownBy(() -> bind(all).checked()).hasMessageContaining("go together");
        }
        assertThat(bind(Map.of(name + "addresses", "workers:1", name + "ca", "a"))
                        .checked())
                .hasSize(1);
    }

    @Test
    void tokenIsNotShown() {
        assertThat(bind(Map.of("rlm.sandbox.remote.token", "secret")))
                .asString()
                .doesNotContain("secret");
    }
}
