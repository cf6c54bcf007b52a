package io.rlmgateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rlmgateway.repl.CellProperties;
import io.rlmgateway.session.SessionProperties.Served;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

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
                                16_000, 60_000, 20_000, 16_384, 8_192, 4, Duration.ofMinutes(5), true),
                        new SessionProperties.SubCallSettings(true, 2, 0.2),
                        new TurnProperties(EarlyCells.RUN, 3),
                        Map.of(),
                        new SessionProperties.Guards(true, true, true, true),
                        new ConversationProperties(true, 20, 200, Duration.ofSeconds(30))));
    }

    @Test
    void defaultsOfAServedModel() {
        assertThat(bind(Map.of("rlm.models[0].id", "rlm")).models())
                .containsExactly(new Served(
                        "rlm",
                        List.of(),
                        Question.Mode.AUTO,
                        "",
                        "",
                        List.of(),
                        new SessionProperties.SessionLimits(30, 1, 200, 2_000_000, 5, Duration.ofMinutes(10), 5, 64),
                        ""));
    }

    @Test
    void aFreshInstallationServesOneModel() throws IOException {
        PropertySource<?> shipped = new YamlPropertySourceLoader()
                .load("shipped", new ClassPathResource("application.yaml"))
                .getFirst();
        SessionProperties properties = new Binder(Objects.requireNonNull(ConfigurationPropertySource.from(shipped)))
                .bind("rlm", SessionProperties.class)
                .get();
        assertThat(properties.models()).extracting(Served::id).containsExactly("rlm");
    }

    @Test
    void anEmptyListOfModelsEndsTheStartAndIsToldWhatToWrite() {
        SessionProperties none = bind(Map.of("rlm.models", ""));
        NoServedModelException failure =
                catchThrowableOfType(NoServedModelException.class, () -> new ServedModels(none, new ScriptedModels()));
        FailureAnalysis analysis = Objects.requireNonNull(new NoServedModelFailureAnalyzer().analyze(failure));
        assertThat(analysis.getDescription()).contains("rlm.models is empty");
        assertThat(analysis.getAction()).contains("models:\n        - id: rlm");
    }

    @Test
    void cellLimitsComeFromTheSandbox() {
        CellProperties sandbox = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("rlm.sandbox", CellProperties.class);
        assertThat(new SessionConfiguration().cellLimits(sandbox).cellTime()).isEqualTo(Duration.ofMinutes(2));
    }
}
