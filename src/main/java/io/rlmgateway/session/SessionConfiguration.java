package io.rlmgateway.session;

import io.rlmgateway.document.Documents;
import io.rlmgateway.repl.CellProperties;
import io.rlmgateway.repl.ReplLimits;
import io.rlmgateway.repl.Repls;
import io.rlmgateway.tracing.Spans;
import io.rlmgateway.upstream.Models;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts together what sessions use. */
@Configuration(proxyBeanMethods = false)
class SessionConfiguration {

    @Bean
    ReplLimits cellLimits(CellProperties cells) {
        return cells.limits();
    }

    @Bean
    SessionParts.Services sessionServices(Models models, Repls repls, Documents documents, Spans spans) {
        return new SessionParts.Services(models, repls, documents, spans);
    }

    @Bean
    SessionParts sessionParts(
            SessionParts.Services services,
            List<SessionFunction> functions,
            SessionProperties properties,
            ReplLimits cellLimits,
            Profiles profiles) {
        return new SessionParts(
                services,
                functions,
                properties.session(),
                properties.subCalls(),
                properties.turn(),
                cellLimits,
                profiles,
                properties.guards());
    }
}
