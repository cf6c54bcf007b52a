package io.rlmgateway.completion;

import io.rlmgateway.access.TenantData;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Kept completions as beans. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class CompletionConfiguration {

    @Bean
    SqlCompletions completions(
            JdbcClient jdbc, PlatformTransactionManager transactions, CompletionProperties properties) {
        return new SqlCompletions(jdbc, new TransactionTemplate(transactions), properties.largest());
    }

    @Bean
    TenantData completionsOfTenants(SqlCompletions completions) {
        return completions::deleteAll;
    }

    @Bean
    CompletionClearance completionClearance(SqlCompletions completions, CompletionProperties properties) {
        return new CompletionClearance(completions, properties, InstantSource.system());
    }
}
