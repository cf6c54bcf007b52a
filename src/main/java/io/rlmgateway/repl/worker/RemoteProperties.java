package io.rlmgateway.repl.worker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of workers on other machines, for the mode {@code remote}.
 *
 * @param addresses where they listen, each {@code name:port}; all addresses that a name has are workers
 * @param token what the workers want to hear; without one they go by the gateway's certificate
 * @param ca PEM file with the certificate of the authority that vouches for the workers; with it, TLS is spoken
 * @param certificate PEM file with the gateway's own certificate for the workers, if they ask for one
 * @param key PEM file with the private key of that certificate
 * @param resolveEvery how often the names are looked up; Java itself remembers an answer for 30 s
 */
@ConfigurationProperties("rlm.sandbox.remote")
record RemoteProperties(
        @DefaultValue List<String> addresses,
        @DefaultValue("") String token,
        @Nullable Path ca,
        @Nullable Path certificate,
        @Nullable Path key,
        @DefaultValue("30s") Duration resolveEvery) {

    /** Copies the list. */
    RemoteProperties {
        addresses = List.copyOf(addresses);
    }

    /**
     * The addresses, if the settings fit together.
     *
     * @throws UnusableRemoteWorkersException when they do not
     */
    List<HostAndPort> checked() {
        if (addresses.isEmpty()) {
            throw new UnusableRemoteWorkersException(
                    "rlm.sandbox.mode is remote, and rlm.sandbox.remote.addresses names no worker.");
        }
        checkFiles();
        try {
            return addresses.stream().map(HostAndPort::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new UnusableRemoteWorkersException("rlm.sandbox.remote.addresses: " + e.getMessage() + ".");
        }
    }

    private void checkFiles() {
        if ((certificate == null) != (key == null) || (certificate != null && ca == null)) {
            throw new UnusableRemoteWorkersException(
                    "rlm.sandbox.remote.certificate, key and ca go together, or there is ca alone, or none of them.");
        }
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "RemoteProperties" + addresses;
    }
}
