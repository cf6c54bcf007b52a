package io.rlmgateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rlmgateway.repl.CellProperties;
import io.rlmgateway.session.SessionProperties.Served;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindException;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
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
                        new ConversationProperties(true, 20, 200, Duration.ofSeconds(30)),
                        ToolProperties.DEFAULT));
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rlm.models[0].id=",
                "rlm.models[0].aliases[0]=",
                "rlm.models[0].limits.turns=0",
                "rlm.models[0].limits.depth=-1",
                "rlm.models[0].limits.sub-calls=-1",
                "rlm.models[0].limits.tokens=0",
                "rlm.models[0].limits.cost-usd=0",
                "rlm.models[0].limits.wall-time=0s",
                "rlm.models[0].limits.errors=0",
                "rlm.models[0].limits.concurrency=0",
                "rlm.models[0].mode=guess",
                "rlm.session.shown-characters=0",
                "rlm.session.extraction-wait=-1s",
                "rlm.session.children-at-once=0",
                "rlm.sub-calls.retries=-1",
                "rlm.sub-calls.failed-share=1.5",
                "rlm.turn.continuations=-1",
                "rlm.profiles.mine.batch=0"
            })
    void whatCannotBeIsToldAtTheStart(String property) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ConfigurationPropertiesAutoConfiguration.class))
                .withUserConfiguration(Settings.class)
                .withPropertyValues("rlm.models[0].id=rlm", property)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(ConfigurationPropertiesBindException.class)
                        .rootCause()
                        .hasMessageContaining(
                                property.startsWith("rlm.models[0].mode") ? "guess" : lastName(property)));
    }

    /** The name of a property as validation tells it. */
    private static String lastName(String property) {
        String path = property.substring(0, property.indexOf('='));
        String name = path.substring(path.lastIndexOf('.') + 1).replaceAll("\\[.*", "");
        return Pattern.compile("-(.)")
                .matcher(name)
                .replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
    }

    @EnableConfigurationProperties(SessionProperties.class)
    static class Settings {}

    @Test
    void aModelOfAnUpstreamThatIsNotThereIsToldAtTheStart() {
        assertThat(description(Map.of(
                        "rlm.models[0].id",
                        "rlm",
                        "rlm.models[0].root",
                        "demo/reader",
                        "rlm.models[0].sub-models[0]",
                        "opnai/gpt-5")))
                .isEqualTo(
                        "The served model 'rlm' is to ask 'opnai/gpt-5', and there is no such upstream. There are: demo.");
        assertThat(description(Map.of("rlm.models[0].id", "rlm", "rlm.models[0].root", "reader")))
                .contains("is to ask 'reader'");
        assertThat(description(Map.of("rlm.models[0].id", "rlm", "rlm.models[0].root", "demo/")))
                .contains("is to ask 'demo/'");
    }

    @Test
    void twoModelsOfOneIdAreToldAtTheStart() {
        assertThat(description(Map.of("rlm.models[0].id", "rlm", "rlm.models[1].id", "rlm")))
                .isEqualTo("Two served models have the id 'rlm'.");
    }

    private static String description(Map<String, String> values) {
        UnusableModelException failure = catchThrowableOfType(
                UnusableModelException.class, () -> new ServedModels(bind(values), new ScriptedModels()));
        FailureAnalysis analysis = Objects.requireNonNull(new UnusableModelFailureAnalyzer().analyze(failure));
        assertThat(analysis.getAction()).contains("root: openai/gpt-5");
        return analysis.getDescription();
    }

    @Test
    void cellLimitsComeFromTheSandbox() {
        CellProperties sandbox = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("rlm.sandbox", CellProperties.class);
        assertThat(new SessionConfiguration().cellLimits(sandbox).cellTime()).isEqualTo(Duration.ofMinutes(2));
    }
}
