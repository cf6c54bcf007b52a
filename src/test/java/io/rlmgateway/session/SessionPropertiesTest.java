package io.rlmgateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.repl.CellProperties;
import io.rlmgateway.session.SessionProperties.Served;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SessionPropertiesTest {

    private static SessionProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("rlm", SessionProperties.class);
    }

    @Test
    void defaultsOfSessions() {
        assertThat(bind(Map.of()))
                .isEqualTo(new SessionProperties(
                        List.of(),
                        new SessionProperties.Session(
                                16_000, 60_000, 20_000, 16_384, 8_192, 4, Duration.ofMinutes(5))));
    }

    @Test
    void defaultsOfAServedModelAreThoseOfAFreshInstallation() {
        Served served = bind(Map.of("rlm.models[0].id", "rlm")).models().getFirst();
        assertThat(served.limits().limits()).isEqualTo(new Limits(30, 1, 200, 2_000_000, 5, Duration.ofMinutes(10), 5));
        SessionProperties none = bind(Map.of());
        assertThat(new ServedModels(none, new ScriptedModels()).find("rlm")).isEqualTo(served);
    }

    @Test
    void cellLimitsComeFromTheSandbox() {
        CellProperties sandbox = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("rlm.sandbox", CellProperties.class);
        assertThat(new SessionConfiguration().cellLimits(sandbox).cellTime()).isEqualTo(Duration.ofMinutes(2));
    }
}
