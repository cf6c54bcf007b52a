package io.rlmgateway.chat;

import io.rlmgateway.api.DataDirectory;
import io.rlmgateway.completion.CompletionDatabase;
import io.rlmgateway.completion.Completions;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/** The HTTP rooms of the service before scripted sessions and models. No configuration for anybody else to find. */
@EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
@ComponentScan({"io.rlmgateway.api", "io.rlmgateway.access", "io.rlmgateway.chat"})
@ConfigurationPropertiesScan({"io.rlmgateway.api", "io.rlmgateway.access", "io.rlmgateway.chat"})
class ChatApplication {

    @Bean
    Completions completions(DataDirectory directory) {
        return CompletionDatabase.in(directory.dataDirectory());
    }

    @Bean
    ScriptedSessions sessions() {
        return new ScriptedSessions();
    }

    @Bean
    ScriptedModels models() {
        return new ScriptedModels();
    }
}
