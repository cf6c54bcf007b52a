package io.rlmgateway.access;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that the service answers under. A page of another site that points its own name at this machine (DNS
 * rebinding) sends that name in the Host header, and is refused.
 */
final class KnownHosts {

    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> names = new HashSet<>();

    KnownHosts(List<String> configured, boolean loopback) {
        configured.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        if (loopback || !names.isEmpty()) {
            names.addAll(LOOPBACK);
        }
    }

    /**
     * Whether a request is meant for this service.
     *
     * @param header the Host header as sent, with or without port; null when there is none, as HTTP/1.0 allows
     * @return whether to answer
     */
    boolean answersFor(@Nullable String header) {
        return names.isEmpty() || (header != null && names.contains(nameOf(header)));
    }

    private static String nameOf(String header) {
        int port = header.lastIndexOf(':');
        boolean hasPort = port > header.lastIndexOf(']');
        String name = hasPort ? header.substring(0, port) : header;
        return name.toLowerCase(Locale.ROOT);
    }
}
