package io.rlmgateway.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** What every document store does. A store's whole test is a subclass that opens one. */
public abstract class DocumentStoreContract {

    /** SHA-256 of {@code hello}, as coreutils' sha256sum says. */
    private static final String HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    private static final ContentKey CONTENT = new ContentKey("acme", HELLO);

    @TempDir
    Path root;

    private DocumentStore store;

    /**
     * Opens the store under test.
     *
     * @param root an existing directory of its own
     * @return the store; opened again over the same directory it holds the same contents
     */
    protected abstract DocumentStore open(Path root);

    @BeforeEach
    void openStore() {
        store = open(root);
    }

    @Test
    void receivedBytesHaveTheirSizeAndHash() throws IOException {
        DocumentStore.Received received = receive("hello");

        assertThat(received.size()).isEqualTo(5);
        assertThat(received.sha256()).isEqualTo(HELLO);
    }

    @Test
    void aDraftIsNotFoundUntilItIsAdded() throws IOException {
        DocumentStore.Received received = receive("hello");
        assertThat(store.find(CONTENT, ContentPart.ORIGINAL)).isEmpty();

        store.add(CONTENT, ContentPart.ORIGINAL, received.draft());

        assertThat(store.find(CONTENT, ContentPart.ORIGINAL))
                .hasValueSatisfying(file -> assertThat(file).hasContent("hello"));
        assertThat(received.draft()).doesNotExist();
    }

    @Test
    void equalBytesAreKeptOnce() throws IOException {
        store.add(CONTENT, ContentPart.ORIGINAL, receive("hello").draft());
        DocumentStore.Received again = receive("hello");

        store.add(CONTENT, ContentPart.ORIGINAL, again.draft());

        assertThat(again.draft()).doesNotExist();
        assertThat(store.find(CONTENT, ContentPart.ORIGINAL)).isPresent();
    }

    @Test
    void aDirectoryIsAPartToo() throws IOException {
        Path draft = store.draft();
        Files.createDirectory(draft);
        Files.writeString(draft.resolve("segment"), "words");

        store.add(CONTENT, ContentPart.INDEX, draft);

        assertThat(store.find(CONTENT, ContentPart.INDEX))
                .hasValueSatisfying(
                        index -> assertThat(index.resolve("segment")).hasContent("words"));
    }

    @Test
    void partsAndTenantsAreApart() throws IOException {
        store.add(CONTENT, ContentPart.ORIGINAL, receive("hello").draft());

        assertThat(store.find(CONTENT, ContentPart.TEXT)).isEmpty();
        assertThat(store.find(new ContentKey("rival", HELLO), ContentPart.ORIGINAL))
                .isEmpty();
    }

    @Test
    void deletionTakesAllPartsAndNothingElse() throws IOException {
        ContentKey other = new ContentKey("rival", HELLO);
        store.add(CONTENT, ContentPart.ORIGINAL, receive("hello").draft());
        store.add(CONTENT, ContentPart.TEXT, receive("hello, text").draft());
        store.add(other, ContentPart.ORIGINAL, receive("hello").draft());

        store.delete(CONTENT);
        store.delete(CONTENT);

        assertThat(store.find(CONTENT, ContentPart.ORIGINAL)).isEmpty();
        assertThat(store.find(CONTENT, ContentPart.TEXT)).isEmpty();
        assertThat(store.find(other, ContentPart.ORIGINAL)).isPresent();
    }

    @Test
    void aStreamThatBreaksLeavesNothing() {
        InputStream end = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("connection reset");
            }
        };
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(new byte[300_000]), end);

        assertThatThrownBy(() -> store.receive(broken)).hasMessageContaining("connection reset");
        assertThat(store.draft().getParent()).isEmptyDirectory();
    }

    @Test
    void discardedDraftsAreGone() throws IOException {
        DocumentStore.Received received = receive("hello");

        store.discard(received.draft());
        store.discard(received.draft());

        assertThat(received.draft()).doesNotExist();
    }

    @Test
    void whatAnEarlierProcessLeftIsDeletedAndTheRestKept() throws IOException {
        ContentKey orphan = new ContentKey("rival", HELLO);
        store.add(CONTENT, ContentPart.ORIGINAL, receive("hello").draft());
        store.add(orphan, ContentPart.ORIGINAL, receive("hello").draft());
        Path halfWritten = receive("half of an upl").draft();

        DocumentStore next = open(root);
        next.retainOnly(Set.of(CONTENT));

        assertThat(next.find(CONTENT, ContentPart.ORIGINAL)).isPresent();
        assertThat(next.find(orphan, ContentPart.ORIGINAL)).isEmpty();
        assertThat(halfWritten).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../other", "/", "", ".", "C:\\x", "a\u0000b", "\u202e", "Ünïcödé/../.."})
    void noTenantNameLeavesTheDirectory(String tenant) throws IOException {
        ContentKey content = new ContentKey(tenant, HELLO);

        store.add(content, ContentPart.ORIGINAL, receive("hello").draft());

        assertThat(store.find(content, ContentPart.ORIGINAL))
                .hasValueSatisfying(
                        file -> assertThat(file.normalize()).startsWith(root).hasContent("hello"));
    }

    @Test
    void aDeletedDocumentIsGoneForClientsAndStaysForItsReadersUntilTheLastLeaseEnds() throws IOException {
        try (DocumentHouse house = house()) {
            StoredDocument document = house.store("a.html", "<p>zebra stripes</p>");
            Path text = house.text(document).file();
            Documents.Lease first = house.documents.hold(DocumentHouse.TENANT, document.id());
            Documents.Lease second = house.documents.hold(DocumentHouse.TENANT, document.id());

            house.documents.delete(DocumentHouse.TENANT, document.id());

            assertGone(house, document.id());
            first.close();
            first.close();
            house.documents.removeExpired();
            assertThat(house.search(document, "zebra")).hasSize(1);
            assertThat(text).hasContent("zebra stripes");
            second.close();
            assertThat(text).doesNotExist();
            assertThat(house.catalog.contents()).isEmpty();
            assertThatThrownBy(() -> house.search(document, "zebra")).hasMessageContaining("No such File object");
        }
    }

    @Test
    void aDocumentThatExpiresWhileItIsHeldStaysForItsReaders() {
        try (DocumentHouse house = house()) {
            StoredDocument document = house.documents.store(
                    new Documents.Upload(DocumentHouse.TENANT, "a.txt", "user_data", null, Duration.ofHours(1)),
                    new ByteArrayInputStream(new byte[] {'x'}));
            Path text = house.text(document).file();
            try (Documents.Lease _ = house.documents.hold(DocumentHouse.TENANT, document.id())) {
                house.now = house.now.plus(Duration.ofHours(2));
                house.documents.removeExpired();

                assertGone(house, document.id());
                assertThat(house.search(document, "x")).hasSize(1);
            }
            assertThat(text).doesNotExist();
        }
    }

    @Test
    void aLeaseThatEndsLeavesADocumentThatNobodyDeleted() {
        try (DocumentHouse house = house()) {
            StoredDocument document = house.store("a.txt", "zebra");
            house.documents.hold(DocumentHouse.TENANT, document.id()).close();

            assertThat(house.readText(document)).isEqualTo("zebra");
            assertThat(house.list()).hasSize(1);
        }
    }

    @Test
    void equalBytesOfAnotherDocumentOutliveOneThatWasHeld() {
        try (DocumentHouse house = house()) {
            StoredDocument document = house.store("a.txt", "zebra");
            StoredDocument other = house.store("b.txt", "zebra");
            try (Documents.Lease _ = house.documents.hold(DocumentHouse.TENANT, document.id())) {
                house.documents.delete(DocumentHouse.TENANT, document.id());
            }

            assertThat(house.readText(other)).isEqualTo("zebra");
            assertThat(house.list()).extracting(StoredDocument::id).containsExactly(other.id());
        }
    }

    @Test
    void whatWasHeldWhenTheProcessDiedIsDeletedAtTheNextStart() {
        StoredDocument document;
        Path text;
        try (DocumentHouse house = house()) {
            document = house.store("a.txt", "zebra");
            text = house.text(document).file();
            Documents.Lease _ = house.documents.hold(DocumentHouse.TENANT, document.id());
            house.documents.delete(DocumentHouse.TENANT, document.id());
            assertThat(text).exists();
        }

        try (DocumentHouse house = house()) {
            assertGone(house, document.id());
            assertThat(text).doesNotExist();
            assertThat(house.catalog.contents()).isEmpty();
        }
    }

    private DocumentHouse house() {
        return new DocumentHouse(root, DataSize.ofMegabytes(1), _ -> open(root));
    }

    private static void assertGone(DocumentHouse house, String id) {
        assertThat(house.list()).isEmpty();
        assertThatThrownBy(() -> house.documents.find(DocumentHouse.TENANT, id))
                .hasMessageContaining("No such File object");
        assertThatThrownBy(() -> house.documents.content(DocumentHouse.TENANT, id))
                .hasMessageContaining("No such File object");
        assertThatThrownBy(() -> house.documents.text(DocumentHouse.TENANT, id, Duration.ZERO))
                .hasMessageContaining("No such File object");
        assertThatThrownBy(() -> house.documents.hold(DocumentHouse.TENANT, id))
                .hasMessageContaining("No such File object");
        assertThatThrownBy(() -> house.documents.delete(DocumentHouse.TENANT, id))
                .hasMessageContaining("No such File object");
    }

    private DocumentStore.Received receive(String text) throws IOException {
        return store.receive(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
