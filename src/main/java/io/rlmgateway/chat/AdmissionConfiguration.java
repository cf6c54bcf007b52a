package io.rlmgateway.chat;

import io.micrometer.core.instrument.MeterRegistry;
import io.rlmgateway.session.Sessions;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts together what takes work on, and what ends it. */
@Configuration(proxyBeanMethods = false)
class AdmissionConfiguration {

    private static final Duration A_MOMENT = Duration.ofSeconds(5);

    @Bean
    Admissions admissions(AdmissionProperties limits, ObjectProvider<MeterRegistry> meters) {
        List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
        double most = limits.heap() * Runtime.getRuntime().maxMemory();
        return new Admissions(limits, () -> afterCollection(pools) > most, meters);
    }

    @Bean
    Draining draining(
            Admissions admissions, Sessions sessions, AdmissionProperties limits, ApplicationEventPublisher events) {
        return new Draining(admissions, sessions::handOver, limits.drain(), A_MOMENT, events);
    }

    /** What garbage collection could not free is in use; what has come since is not known to be. */
    private static long afterCollection(List<MemoryPoolMXBean> pools) {
        return pools.stream()
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(Objects::nonNull)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }
}
