package io.rlmgateway.repl.worker;

import java.net.URI;

/**
 * Where a service listens.
 *
 * @param host a name, or an address as numbers
 * @param port 0 for any that is free
 */
record HostAndPort(String host, int port) {

    /**
     * Reads {@code name:port} or {@code [2001:db8::1]:port}.
     *
     * @throws IllegalArgumentException when it is neither
     */
    static HostAndPort parse(String text) {
        URI uri = URI.create("tcp://" + text.strip());
        if (uri.getHost() == null
                || uri.getPort() < 0
                || uri.getPath() == null
                || !uri.getPath().isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' is not of the form name:port");
        }
        return new HostAndPort(uri.getHost(), uri.getPort());
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
