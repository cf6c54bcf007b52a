package io.rlmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.tracing.Spans;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.annotation.UserConfigurations;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/** The page about upstreams: every block of it can be used as it stands. */
class UpstreamsPageTest {

    private static final Path PAGE = Path.of("docs/upstreams.md");
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

    static Stream<String> blocks() throws IOException {
        return BLOCK.matcher(Files.readString(PAGE)).results().map(block -> block.group(1));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void everyBlockOpensItsUpstream(String block) {
        List<String> keys = VARIABLE.matcher(block)
                .results()
                .map(variable -> variable.group(1) + "=a-key")
                .toList();
        new ApplicationContextRunner()
                .withBean(Spans.class, Spans::none)
                .withConfiguration(UserConfigurations.of(Application.class))
                .withPropertyValues(keys.toArray(String[]::new))
                .withInitializer(context -> yaml(block)
                        .forEach(source ->
                                context.getEnvironment().getPropertySources().addLast(source)))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    Set<String> named = context.getBean(UpstreamsProperties.class)
                            .upstreams()
                            .keySet();
                    assertThat(context.getBean(Models.class).upstreams()).containsAll(named);
                    if (block.contains("models:")) {
                        assertThat(context.getEnvironment().getProperty("rlm.models[0].root"))
                                .startsWith(named.iterator().next() + "/");
                    }
                });
    }

    @Test
    void everyKindIsOnThePage() throws IOException {
        String page = Files.readString(PAGE);

        new ApplicationContextRunner()
                .withBean(Spans.class, Spans::none)
                .withConfiguration(UserConfigurations.of(Application.class))
                .run(context -> assertThat(
                                context.getBeansOfType(UpstreamProvider.class).values())
                        // the others are of tests
                        .filteredOn(provider -> provider.getClass().getEnclosingClass() == null)
                        .hasSizeGreaterThan(4)
                        .allSatisfy(provider -> assertThat(page).contains("`" + provider.kind() + "`")));
    }

    private static List<PropertySource<?>> yaml(String block) {
        try {
            return new YamlPropertySourceLoader()
                    .load("page", new ByteArrayResource(block.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ComponentScan("io.rlmgateway.upstream")
    @ConfigurationPropertiesScan("io.rlmgateway.upstream")
    static class Application {}
}
