package io.rlmgateway.repl.graalpy;

import io.rlmgateway.api.DataDirectory;
import io.rlmgateway.repl.CellProperties;
import io.rlmgateway.repl.Interpreters;
import io.rlmgateway.repl.SandboxProperties;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Python in this JVM, for tests and quick looks: a cell that will not stop, or eats the heap, harms the service. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "rlm.sandbox.mode", havingValue = "embedded")
class EmbeddedConfiguration {

    @Bean
    Interpreters interpreters(SandboxProperties properties, CellProperties cells, DataDirectory directory) {
        return new GraalPyInterpreters(new GraalPySettings(
                properties.sessions(),
                properties.warm(),
                properties.waitTime(),
                cells.maxThreads(),
                properties.maxContext().toBytes(),
                directory.directory("sandbox")));
    }
}
