package io.rlmgateway.repl.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteWorkerSettingsTest {

    private static RemoteWorkerSettings settings(String... pairs) {
        Map<String, String> environment = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            environment.put(pairs[i], pairs[i + 1]);
        }
        return RemoteWorkerSettings.of(environment);
    }

    @Test
    void withoutSettingsOnlyThisMachineIsServed() {
        RemoteWorkerSettings settings = settings();

        assertThat(settings.address().getAddress().isLoopbackAddress()).isTrue();
        assertThat(settings.address().getPort()).isEqualTo(50051);
        assertThat(settings.token()).isNull();
        assertThat(settings.maxHeap()).isPositive();
        assertThat(settings.readableOnTheWay()).isFalse();
    }

    @Test
    void openAddressNeedsATokenOrCertificatesOfGateways() {
        assertThatThrownBy(() -> settings("RLM_WORKER_ADDRESS", "0.0.0.0:50051"))
                .hasMessageContaining("Whoever reaches 0.0.0.0 could use this worker")
                .hasMessageContaining("RLM_WORKER_TOKEN_FILE");
        assertThatThrownBy(() -> settings(
                        "RLM_WORKER_ADDRESS", "[::]:50051", "RLM_WORKER_CERTIFICATE", "a", "RLM_WORKER_KEY", "b"))
                .hasMessageContaining("Whoever reaches");

        assertThat(settings("RLM_WORKER_ADDRESS", "0.0.0.0:50051", "RLM_WORKER_TOKEN", "secret")
                        .readableOnTheWay())
                .isTrue();
        assertThat(settings(
                                "RLM_WORKER_ADDRESS", "0.0.0.0:50051",
                                "RLM_WORKER_CERTIFICATE", "a",
                                "RLM_WORKER_KEY", "b",
                                "RLM_WORKER_CA", "c")
                        .readableOnTheWay())
                .isFalse();
    }

    @Test
    void filesOfTlsGoTogether() {
        assertThatThrownBy(() -> settings("RLM_WORKER_KEY", "b"))
                .hasMessage("RLM_WORKER_CERTIFICATE and RLM_WORKER_KEY go together.");
        assertThatThrownBy(() -> settings("RLM_WORKER_CA", "c"))
                .hasMessage("RLM_WORKER_CA needs RLM_WORKER_CERTIFICATE and RLM_WORKER_KEY.");
    }

    @Test
    void tokenMayBeInAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "secret\n");

        assertThat(settings("RLM_WORKER_TOKEN_FILE", file.toString()).token()).isEqualTo("secret");
        Files.writeString(file, "\n");
        assertThatThrownBy(() -> settings("RLM_WORKER_TOKEN_FILE", file.toString()))
                .hasMessageContaining("is empty");
        assertThatThrownBy(() -> settings("RLM_WORKER_TOKEN_FILE", "/nowhere/token"))
                .hasMessageContaining("cannot be read");
    }

    @Test
    void heapIsASize() {
        assertThat(settings("RLM_WORKER_MAX_HEAP", "2GB").maxHeap()).isEqualTo(2L << 30);
    }

    @Test
    void addressIsANameAndAPort() {
        assertThatThrownBy(() -> settings("RLM_WORKER_ADDRESS", "50051"))
                .hasMessage("'50051' is not of the form name:port");
        assertThatThrownBy(() -> settings("RLM_WORKER_ADDRESS", "a:1/b")).hasMessageContaining("name:port");
    }
}
