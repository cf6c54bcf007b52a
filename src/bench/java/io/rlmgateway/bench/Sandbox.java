package io.rlmgateway.bench;

import io.rlmgateway.api.DataDirectory;
import io.rlmgateway.repl.Interpreters;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplDocument;
import io.rlmgateway.repl.ReplFunction;
import io.rlmgateway.repl.ReplLimits;
import io.rlmgateway.repl.ReplSetup;
import io.rlmgateway.repl.Repls;
import io.rlmgateway.repl.replay.ReplayingRepls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;

/** The sandbox without the rest of the service, with the settings that it has by default. */
final class Sandbox implements AutoCloseable {

    private static final ReplLimits LIMITS = new ReplLimits(Duration.ofMinutes(2), 200_000, 10_000);

    private final Scratch scratch;
    private final ConfigurableApplicationContext context;

    /**
     * Starts it and waits until it is warm.
     *
     * @param mode where Python runs
     * @param more further settings
     */
    Sandbox(String mode, String... more) {
        scratch = new Scratch();
        context = new SpringApplicationBuilder(Module.class)
                .web(WebApplicationType.NONE)
                .run(arguments(mode, more));
    }

    private String[] arguments(String mode, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--rlm.data-directory=" + scratch.folder(),
                "--rlm.sandbox.wait-time=2m",
                "--rlm.sandbox.mode=" + mode));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    /** {@return where the texts of documents must be for workers to read them} */
    Path documents() throws IOException {
        return Files.createDirectories(scratch.folder().resolve("documents"));
    }

    /** A REPL with one document. */
    Repl open(ReplDocument document) {
        return context.getBean(Repls.class)
                .open(new ReplSetup("bench", List.of(document), Map.of("history", List.of()), List.of(), LIMITS));
    }

    /** A REPL with one variable. */
    Repl open(ReplFunction... functions) {
        return open(context.getBean(Repls.class), functions);
    }

    /** The same in other interpreters. */
    Repl open(Interpreters interpreters, ReplFunction... functions) {
        return open(new ReplayingRepls(interpreters), functions);
    }

    /** {@return where Python runs} */
    Interpreters interpreters() {
        return context.getBean(Interpreters.class);
    }

    private static Repl open(Repls repls, ReplFunction... functions) {
        return repls.open(new ReplSetup("bench", List.of(), Map.of("context", "text"), List.of(functions), LIMITS));
    }

    @Override
    public void close() {
        context.close();
        scratch.close();
    }

    @ComponentScan("io.rlmgateway.repl")
    @ConfigurationPropertiesScan("io.rlmgateway.repl")
    @EnableConfigurationProperties(DataDirectory.class)
    static class Module {}
}
