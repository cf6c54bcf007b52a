package io.rlmgateway.access;

import io.rlmgateway.api.DataDirectory;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Decides at start who is let in. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    @Bean
    AccessKeys accessKeys(AccessProperties properties, DataDirectory directory, ServerProperties server) {
        List<AccessProperties.Key> keys = properties.keys();
        if (keys.isEmpty() && properties.makeKey()) {
            keys = List.of(new MadeKey(directory).key());
        }
        if (keys.isEmpty() && !properties.open() && !isLoopback(server.getAddress())) {
            throw new OpenAddressException(
                    server.getAddress() == null
                            ? "all addresses"
                            : server.getAddress().getHostAddress());
        }
        return new AccessKeys(keys);
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
        };
    }

    private static boolean isLoopback(@Nullable InetAddress address) {
        return address != null && address.isLoopbackAddress();
    }
}
