package io.rlmgateway.document.filesystem;

import io.rlmgateway.api.DataDirectory;
import io.rlmgateway.document.DocumentStore;

/** Makes stores for tests of the package above, which cannot see their class. */
public final class FilesystemStores {

    private FilesystemStores() {}

    /**
     * A store.
     *
     * @param data where its directory lies
     * @return the store
     */
    public static DocumentStore open(DataDirectory data) {
        return new FilesystemDocumentStore(data);
    }
}
