package io.rlmgateway.usage;

import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The retention of usage as a bean. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class UsageConfiguration {

    @Bean
    UsageClearance usageClearance(UsageTable table, UsageProperties properties) {
        return new UsageClearance(table, properties, InstantSource.system());
    }
}
