package io.rlmgateway.repl.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates between gateways and remote workers; each vouches for itself. */
class RemoteTlsTest {

    private static final char[] PASSWORD = "password".toCharArray();
    private static final long HEAP = 64 << 20;

    @TempDir
    static Path folder = Path.of("");

    private @Nullable LocalRemoteWorker remote;
    private @Nullable RemoteSite site;

    @BeforeAll
    static void makeCertificates() throws Exception {
        for (String name : List.of("worker", "gateway", "stranger")) {
            make(name);
        }
    }

    @AfterEach
    void end() {
        if (site != null) {
            site.close();
        }
        if (remote != null) {
            remote.close();
        }
    }

    private static void make(String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=dns:localhost",
                        "-keyalg",
                        "EC",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        String.valueOf(PASSWORD),
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(store)) {
            keys.load(bytes, PASSWORD);
        }
        pem(certificate(name), "CERTIFICATE", keys.getCertificate(name).getEncoded());
        pem(key(name), "PRIVATE KEY", keys.getKey(name, PASSWORD).getEncoded());
    }

    private static void pem(Path file, String type, byte[] content) throws IOException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(file, "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n");
    }

    private static Path certificate(String name) {
        return folder.resolve(name + ".crt");
    }

    private static Path key(String name) {
        return folder.resolve(name + ".key");
    }

    private LocalRemoteWorker worker(String... more) throws IOException {
        String[] settings = new String[4 + more.length];
        System.arraycopy(more, 0, settings, 4, more.length);
        settings[0] = "RLM_WORKER_CERTIFICATE";
        settings[1] = certificate("worker").toString();
        settings[2] = "RLM_WORKER_KEY";
        settings[3] = key("worker").toString();
        LocalRemoteWorker started = LocalRemoteWorker.start(settings);
        remote = started;
        return started;
    }

    private LocalRemoteWorker workerThatWantsCertificates() throws IOException {
        return worker("RLM_WORKER_CA", certificate("gateway").toString());
    }

    /** {@return a gateway's way to the worker} */
    private RemoteSite gateway(LocalRemoteWorker worker, String host, String trusted, @Nullable String own)
            throws IOException {
        RemoteProperties properties = new RemoteProperties(
                List.of(),
                "",
                certificate(trusted),
                own == null ? null : certificate(own),
                own == null ? null : key(own),
                Duration.ofSeconds(30));
        RemoteSite made = new RemoteSite(
                new HostAndPort(host, worker.address().getPort()),
                worker.address(),
                RemoteSite.Access.of(properties),
                new WorkerArguments(8, 2, Duration.ofMinutes(2), 16, 1 << 20),
                WorkerPatience.USUAL);
        site = made;
        return made;
    }

    @Test
    void gatewayAndWorkerThatKnowEachOtherWorkTogether() throws IOException {
        RemoteSite gateway = gateway(workerThatWantsCertificates(), "localhost", "worker", "gateway");

        assertThat(gateway.start(HEAP).alive()).isTrue();
    }

    @Test
    void gatewayWithoutACertificateIsRefused() throws IOException {
        RemoteSite gateway = gateway(workerThatWantsCertificates(), "localhost", "worker", null);

        assertThatThrownBy(() -> gateway.start(HEAP)).isInstanceOf(IOException.class);
    }

    @Test
    void gatewayWithTheCertificateOfAStrangerIsRefused() throws IOException {
        RemoteSite gateway = gateway(workerThatWantsCertificates(), "localhost", "worker", "stranger");

        assertThatThrownBy(() -> gateway.start(HEAP)).isInstanceOf(IOException.class);
    }

    @Test
    void workerThatNobodyVouchesForIsNotUsed() throws IOException {
        RemoteSite gateway = gateway(workerThatWantsCertificates(), "localhost", "stranger", "gateway");

        assertThatThrownBy(() -> gateway.start(HEAP)).isInstanceOf(IOException.class);
    }

    @Test
    void workerWhoseCertificateHasAnotherNameIsNotUsed() throws IOException {
        RemoteSite gateway = gateway(workerThatWantsCertificates(), "workers.example", "worker", "gateway");

        assertThatThrownBy(() -> gateway.start(HEAP)).isInstanceOf(IOException.class);
    }

    @Test
    void workerMayShowACertificateAndWantAToken() throws IOException {
        RemoteSite gateway = gateway(worker("RLM_WORKER_TOKEN", "open sesame"), "localhost", "worker", null);

        assertThatThrownBy(() -> gateway.start(HEAP)).hasMessageContaining("it wants another token");
    }

    @Test
    void gatewayThatSpeaksNoTlsIsRefused() throws IOException {
        LocalRemoteWorker worker = workerThatWantsCertificates();
        RemoteProperties plain = new RemoteProperties(List.of(), "", null, null, null, Duration.ofSeconds(30));
        RemoteSite gateway = new RemoteSite(
                new HostAndPort("localhost", worker.address().getPort()),
                worker.address(),
                RemoteSite.Access.of(plain),
                new WorkerArguments(8, 2, Duration.ofMinutes(2), 16, 1 << 20),
                WorkerPatience.USUAL);
        site = gateway;

        assertThatThrownBy(() -> gateway.start(HEAP)).isInstanceOf(IOException.class);
        assertThat(worker.processes).isEmpty();
    }
}
