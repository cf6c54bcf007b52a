package io.rlmgateway.document.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.api.DataDirectory;
import io.rlmgateway.document.DocumentStore;
import io.rlmgateway.document.DocumentStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilesystemDocumentStoreTest extends DocumentStoreContract {

    @Override
    protected DocumentStore open(Path root) {
        return new FilesystemDocumentStore(new DataDirectory(root));
    }

    @ParameterizedTest
    @ValueSource(strings = {"No space left on device", "Disk quota exceeded", "There is not enough space on the disk"})
    void aFullDiskIsToldFromOtherFailures(String message) {
        assertThat(FilesystemDocumentStore.withRoom(new IOException(message)))
                .isInstanceOf(DocumentStore.StoreFullException.class)
                .hasRootCauseMessage(message);
    }

    @Test
    void otherFailuresStayWhatTheyAre() {
        IOException failure = new IOException("Input/output error");

        assertThat(FilesystemDocumentStore.withRoom(failure)).isSameAs(failure);
    }
}
