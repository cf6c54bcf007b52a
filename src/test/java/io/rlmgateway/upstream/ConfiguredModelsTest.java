package io.rlmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.tracing.Spans;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.ModelRequest.Share;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

class ConfiguredModelsTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withUserConfiguration(Application.class)
            .withBean(Spans.class, Spans::none)
            .withPropertyValues(
                    "rlm.upstreams.echo.kind=echo",
                    "rlm.upstreams.echo.api-key=a-key",
                    "rlm.upstreams.keyless.kind=echo",
                    "rlm.model-facts[0].model=echo/small*",
                    "rlm.model-facts[0].window=4096",
                    "rlm.model-facts[0].max-output=512");

    @Test
    void callGoesToTheUpstreamItNamesWithTheRestAsModel() {
        application.run(context -> {
            ModelReply reply = context.getBean(Models.class).complete(request("echo/vendor/model:latest"), piece -> {});

            assertThat(reply.text()).isEqualTo("vendor/model:latest");
        });
    }

    @Test
    void whatTheApiHasNoWordsForIsRefusedByItsModels() {
        UpstreamProvider terse = new UpstreamProvider() {
            @Override
            public String kind() {
                return "terse";
            }

            @Override
            public Set<String> refused() {
                return Set.of("logit_bias");
            }

            @Override
            public Upstream open(String name, UpstreamProperties settings) {
                return new ScriptedUpstream();
            }
        };
        application
                .withBean("terse", UpstreamProvider.class, () -> terse)
                .withPropertyValues("rlm.upstreams.terse.kind=terse")
                .run(context -> assertThat(
                                context.getBean(Models.class).facts("terse/any").refused())
                        .containsExactly("logit_bias"));
    }

    @Test
    void callGoesWithoutTheParametersThatTheModelRefuses() {
        ModelOptions options = new ModelOptions(
                100, Duration.ofSeconds(30), List.of(), Map.of("temperature", 0.5, "seed", 1, "top_p", 0.5));
        application.withPropertyValues("rlm.model-facts[0].refused=seed,stop").run(context -> {
            Models models = context.getBean(Models.class);

            assertThat(models.complete(request("echo/o3", options), piece -> {}).text())
                    .isEqualTo("o3 [seed]");
            assertThat(models.complete(request("echo/small-1", options), piece -> {})
                            .text())
                    .isEqualTo("small-1 [temperature, top_p]");
        });
    }

    @Test
    void onlyUsableUpstreamsAreOffered() {
        application.run(
                context -> assertThat(context.getBean(Models.class).upstreams()).containsExactly("echo"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"other/model", "model", "echo/", "echo", "/model", ""})
    void unknownUpstreamIsToldWithTheKnownOnes(String model) {
        application.run(context -> {
            Models models = context.getBean(Models.class);

            assertThatThrownBy(() -> models.complete(request(model), piece -> {}))
                    .isInstanceOfSatisfying(
                            FailureException.class,
                            failed -> assertThat(failed.failure()).isInstanceOf(Failure.ModelNotFound.class));
            assertThatThrownBy(() -> models.facts(model))
                    .isInstanceOf(FailureException.class)
                    .hasMessageContaining("'" + model + "'")
                    .hasMessageContaining("echo");
        });
    }

    @Test
    void unusableUpstreamSaysWhatItLacks() {
        application.run(context -> {
            Models models = context.getBean(Models.class);

            assertThatThrownBy(() -> models.complete(request("keyless/model"), piece -> {}))
                    .isInstanceOf(FailureException.class)
                    .hasMessage("keyless lacks a key");
            assertThat(models.facts("keyless/model")).isEqualTo(ModelCatalog.DEFAULT);
        });
    }

    @Test
    void factsComeFromConfigurationFirst() {
        application.run(context -> {
            Models models = context.getBean(Models.class);

            assertThat(models.facts("echo/small-1")).isEqualTo(new ModelFacts(4096, 512, null, null, null));
            assertThat(models.facts("echo/gpt-5").window()).isEqualTo(400_000);
        });
    }

    @Test
    void tokensAreEstimatedFromAbove() {
        List<Message> prompt = List.of(Message.user("twelve bytes"));

        application.run(context -> assertThat(context.getBean(Models.class).tokens("echo/m", prompt))
                .isEqualTo(8));
    }

    @Test
    void unknownKindEndsTheStartWithTheKnownKinds() {
        application.withPropertyValues("rlm.upstreams.mine.kind=nonsense").run(context -> {
            Throwable failure = Objects.requireNonNull(context.getStartupFailure());

            assertThat(failure).hasRootCauseInstanceOf(UnusableUpstreamException.class);
            assertThat(new UnusableUpstreamFailureAnalyzer().analyze(failure)).satisfies(analysis -> {
                assertThat(analysis.getDescription()).contains("'mine'").contains("'nonsense'");
                assertThat(analysis.getAction())
                        .contains("rlm.upstreams.mine.kind")
                        .contains("echo");
            });
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rlm.upstreams.echo.kind=",
                "rlm.upstreams.echo.max-concurrency=0",
                "rlm.upstreams.echo.requests-per-minute=-1",
                "rlm.upstreams.echo.retries=-1",
                "rlm.model-facts[0].window=0",
                "rlm.model-facts[0].model=",
                "rlm.model-facts[0].input-price=-1"
            })
    void settingThatCannotBeRightEndsTheStart(String setting) {
        application
                .withPropertyValues(setting)
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void defaultsAreThese() {
        application.run(context -> {
            UpstreamProperties settings =
                    context.getBean(UpstreamsProperties.class).upstreams().get("keyless");

            assertThat(settings)
                    .isEqualTo(new UpstreamProperties(
                            "echo", null, "", 64, null, 2, Duration.ofSeconds(10), Duration.ZERO));
        });
    }

    @Test
    void withoutUpstreamsNothingIsOffered() {
        new ApplicationContextRunner()
                .withUserConfiguration(Application.class)
                .withBean(Spans.class, Spans::none)
                .run(context ->
                        assertThat(context.getBean(Models.class).upstreams()).isEmpty());
    }

    private static ModelRequest request(String model) {
        return request(model, ModelOptions.of(100, Duration.ofSeconds(30)));
    }

    private static ModelRequest request(String model, ModelOptions options) {
        return new ModelRequest(model, Purpose.DIRECT, List.of(Message.user("When?")), options, new Share("tested", 1));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({UpstreamsProperties.class, UpstreamFlowProperties.class})
    @Import({ConfiguredModels.class, EchoProvider.class})
    static class Application {}

    /** Opens upstreams that reply with the model's name and the names of the parameters they got. */
    static final class EchoProvider implements UpstreamProvider {

        @Override
        public String kind() {
            return "echo";
        }

        @Override
        public @Nullable String missing(String name, UpstreamProperties settings) {
            return settings.apiKey().isEmpty() ? name + " lacks a key" : null;
        }

        @Override
        public Upstream open(String name, UpstreamProperties settings) {
            return (model, request, pieces) -> {
                pieces.accept(model);
                Map<String, Object> parameters = request.options().parameters();
                String text = parameters.isEmpty() ? model : model + " " + new TreeSet<>(parameters.keySet());
                return new ModelReply(text, StopReason.STOP, TokenUsage.NONE, null);
            };
        }
    }
}
