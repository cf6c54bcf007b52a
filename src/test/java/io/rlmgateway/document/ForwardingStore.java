package io.rlmgateway.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** A store that passes everything on; tests break one method of it. */
class ForwardingStore implements DocumentStore {

    private final DocumentStore store;

    ForwardingStore(DocumentStore store) {
        this.store = store;
    }

    @Override
    public Received receive(InputStream bytes) throws IOException {
        return store.receive(bytes);
    }

    @Override
    public Path draft() {
        return store.draft();
    }

    @Override
    public void add(ContentKey content, ContentPart part, Path draft) throws IOException {
        store.add(content, part, draft);
    }

    @Override
    public void discard(Path draft) {
        store.discard(draft);
    }

    @Override
    public Optional<Path> find(ContentKey content, ContentPart part) {
        return store.find(content, part);
    }

    @Override
    public void delete(ContentKey content) throws IOException {
        store.delete(content);
    }

    @Override
    public void retainOnly(Set<ContentKey> contents) throws IOException {
        store.retainOnly(contents);
    }
}
