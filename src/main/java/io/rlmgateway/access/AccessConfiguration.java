package io.rlmgateway.access;

import io.rlmgateway.api.DataDirectory;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Decides at start who is let in. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    private static final String ADMIN = "admin";

    @Bean
    AccessKeys accessKeys(AccessProperties properties, DataDirectory directory) {
        AccessKeys keys = new AccessKeys(InstantSource.system());
        boolean adminIsAll = properties.keys().isEmpty() && properties.makeKey();
        String key = properties.adminKey();
        String admin = key.isEmpty() ? new MadeKey(directory).key(adminIsAll) : key;
        ConfiguredKeys.check(properties.keys(), admin, Set.of(ADMIN, Caller.ANONYMOUS.keyName()));
        keys.add(admin(properties.adminRights()), admin);
        properties.keys().forEach(keys::configured);
        if (adminIsAll) {
            keys.close();
        }
        return keys;
    }

    /** Asked when all keys are known, stored ones too, and before the first request. */
    @Bean
    SmartInitializingSingleton openAddressCheck(AccessKeys keys, AccessProperties properties, ServerProperties server) {
        return () -> {
            if (keys.areNotNeeded() && !properties.open() && !isLoopback(server.getAddress())) {
                throw new OpenAddressException(
                        server.getAddress() == null
                                ? "all addresses"
                                : server.getAddress().getHostAddress());
            }
        };
    }

    @Bean
    Ledger ledger(ObjectProvider<SpendingHistory> history, ObjectProvider<RequestListener> listeners) {
        return new Ledger(
                history::getIfAvailable, () -> listeners.orderedStream().toList(), InstantSource.system());
    }

    @Bean
    TenantQuotas tenantQuotas(AccessProperties properties) {
        return new TenantQuotas(properties.tenantDocuments().toBytes());
    }

    @Bean
    KnownHosts knownHosts(AccessProperties properties, ServerProperties server) {
        return new KnownHosts(properties.hosts(), isLoopback(server.getAddress()));
    }

    @Bean
    WebMvcConfigurer callerParameters(Callers callers) {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new CallerArgumentResolver(callers));
            }

            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new RightsInterceptor(callers));
            }
        };
    }

    private static Caller admin(Set<Right> rights) {
        return new Caller(
                Caller.ANONYMOUS.tenant(), ADMIN, ADMIN, new KeyRights(rights, List.of(), List.of()), KeyLimits.NONE);
    }

    private static boolean isLoopback(@Nullable InetAddress address) {
        return address != null && address.isLoopbackAddress();
    }
}
