package io.rlmgateway.repl.worker;

import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * Settings of a remote worker, from its environment.
 *
 * @param address where it listens
 * @param token what a gateway must know, or null when its certificate is enough
 * @param certificate PEM file with the worker's certificate and those between it and the authority's, or null without TLS
 * @param key PEM file with the certificate's private key, or null without TLS
 * @param authority PEM file with the certificate of the authority for gateways, or null when they need none
 * @param maxHeap bytes that a process gets at most
 */
record RemoteWorkerSettings(
        InetSocketAddress address,
        @Nullable String token,
        @Nullable Path certificate,
        @Nullable Path key,
        @Nullable Path authority,
        long maxHeap) {

    private static final String ADDRESS = "RLM_WORKER_ADDRESS";
    private static final String TOKEN = "RLM_WORKER_TOKEN";
    private static final String TOKEN_FILE = "RLM_WORKER_TOKEN_FILE";
    private static final String CERTIFICATE = "RLM_WORKER_CERTIFICATE";
    private static final String KEY = "RLM_WORKER_KEY";
    private static final String AUTHORITY = "RLM_WORKER_CA";
    private static final String MAX_HEAP = "RLM_WORKER_MAX_HEAP";

    /** The rest is for what a JVM needs beside its heap, and for this one. */
    private static final double HEAP_OF_MEMORY = 0.6;

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException when the worker must not start with them; the message says why and what to do
     */
    static RemoteWorkerSettings of(Map<String, String> environment) {
        HostAndPort listen = HostAndPort.parse(environment.getOrDefault(ADDRESS, "127.0.0.1:50051"));
        RemoteWorkerSettings settings = new RemoteWorkerSettings(
                new InetSocketAddress(listen.host(), listen.port()),
                token(environment),
                path(environment, CERTIFICATE),
                path(environment, KEY),
                path(environment, AUTHORITY),
                maxHeap(environment));
        settings.checkFiles();
        settings.checkAccess();
        return settings;
    }

    private static @Nullable Path path(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        return value.isBlank() ? null : Path.of(value);
    }

    private static @Nullable String token(Map<String, String> environment) {
        Path file = path(environment, TOKEN_FILE);
        try {
            String token = (file == null ? environment.getOrDefault(TOKEN, "") : Files.readString(file)).strip();
            if (file != null && token.isEmpty()) {
                throw new IllegalArgumentException("The file " + file + " that " + TOKEN_FILE + " names is empty.");
            }
            return token.isEmpty() ? null : token;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The file " + file + " that " + TOKEN_FILE + " names cannot be read.", e);
        }
    }

    private static long maxHeap(Map<String, String> environment) {
        String value = environment.getOrDefault(MAX_HEAP, "");
        if (!value.isBlank()) {
            return DataSize.parse(value).toBytes();
        }
        var machine = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return (long) (HEAP_OF_MEMORY * machine.getTotalMemorySize());
    }

    private void checkFiles() {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException(CERTIFICATE + " and " + KEY + " go together.");
        }
        if (authority != null && certificate == null) {
            throw new IllegalArgumentException(AUTHORITY + " needs " + CERTIFICATE + " and " + KEY + ".");
        }
    }

    private void checkAccess() {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(ADDRESS + ": " + address.getHostString() + " is not known here.");
        }
        if (!address.getAddress().isLoopbackAddress() && token == null && authority == null) {
            throw new IllegalArgumentException("Whoever reaches " + address.getHostString()
                    + " could use this worker. Give it a token by " + TOKEN_FILE + " or " + TOKEN
                    + ", or let gateways show"
                    + " certificates by " + CERTIFICATE + ", " + KEY + " and " + AUTHORITY
                    + ", or listen on a loopback address (" + ADDRESS + ").");
        }
    }

    /** {@return whether what is said to the worker can be read on its way} */
    boolean readableOnTheWay() {
        return certificate == null && !address.getAddress().isLoopbackAddress();
    }

    ServerCredentials credentials() throws IOException {
        if (certificate == null || key == null) {
            return InsecureServerCredentials.create();
        }
        TlsServerCredentials.Builder tls =
                TlsServerCredentials.newBuilder().keyManager(certificate.toFile(), key.toFile());
        if (authority != null) {
            tls.trustManager(authority.toFile()).clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
        }
        return tls.build();
    }
}
