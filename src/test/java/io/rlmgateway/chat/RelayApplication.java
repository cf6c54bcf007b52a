package io.rlmgateway.chat;

import io.rlmgateway.api.DataDirectory;
import io.rlmgateway.completion.CompletionDatabase;
import io.rlmgateway.completion.Completions;
import io.rlmgateway.tracing.Spans;
import io.rlmgateway.upstream.DirectCallListener;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/** The HTTP rooms of the service before scripted sessions and true upstreams. */
@EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
@ComponentScan({"io.rlmgateway.api", "io.rlmgateway.access", "io.rlmgateway.chat", "io.rlmgateway.upstream"})
@ConfigurationPropertiesScan({
    "io.rlmgateway.api",
    "io.rlmgateway.access",
    "io.rlmgateway.chat",
    "io.rlmgateway.upstream"
})
class RelayApplication {

    @Bean
    Completions completions(DataDirectory directory) {
        return CompletionDatabase.in(directory.dataDirectory());
    }

    @Bean
    ScriptedSessions sessions() {
        return new ScriptedSessions();
    }

    @Bean
    Spans spans() {
        return Spans.none();
    }

    @Bean
    Calls calls() {
        return new Calls();
    }

    /** Remembers the calls that ended. */
    static final class Calls implements DirectCallListener {

        final BlockingQueue<DirectCall> ended = new LinkedBlockingQueue<>();

        @Override
        public void ended(DirectCall call) {
            ended.add(call);
        }
    }
}
