package io.rlmgateway.chat;

import io.rlmgateway.api.DataDirectory;
import io.rlmgateway.session.Sessions;
import io.rlmgateway.upstream.Models;
import java.net.InetAddress;
import java.time.Duration;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says in the log's first lines what is served, where the data lies, and how to add an upstream with a key. */
@Component
final class ServedNotice {

    private static final Logger LOG = LoggerFactory.getLogger(ServedNotice.class);
    private static final double MILLIS = 1000;

    private final Sessions sessions;
    private final Models models;
    private final DataDirectory data;
    private final Environment environment;
    private final ServerProperties server;

    ServedNotice(
            Sessions sessions, Models models, DataDirectory data, Environment environment, ServerProperties server) {
        this.sessions = sessions;
        this.models = models;
        this.data = data;
        this.environment = environment;
        this.server = server;
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        Duration taken = event.getTimeTaken();
        LOG.info(
                "Serving OpenAI's API at {}/v1{}; health and metrics on port {}",
                address(),
                taken == null ? "" : " after " + taken.toMillis() / MILLIS + " s",
                environment.getProperty("local.management.port", "of the API"));
        LOG.info("Models: {}; upstreams ready: {}", served(), String.join(", ", models.upstreams()));
        LOG.info("Data lies in {}", data.dataDirectory());
        LOG.info("To add an upstream with a key: OPENAI_API_KEY=<key> mvn spring-boot:run;"
                + " for any other OpenAI-compatible API set OPENAI_BASE_URL=<address up to /v1> too");
    }

    private String served() {
        return sessions.models().stream()
                .map(model -> model.id() + " (root model " + model.root() + ")")
                .collect(Collectors.joining(", "));
    }

    private String address() {
        InetAddress bound = server.getAddress();
        String host = bound == null || bound.isAnyLocalAddress() || bound.isLoopbackAddress()
                ? "localhost"
                : bound.getHostAddress();
        return "http://" + host + ":" + environment.getProperty("local.server.port", "8080");
    }
}
