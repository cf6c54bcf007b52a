package io.rlmgateway.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.document.DocumentHouse.Interruption;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class DefaultDocumentsTest {

    @TempDir
    Path data;

    private DocumentHouse house;

    @BeforeEach
    void open() {
        house = new DocumentHouse(data);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aStoredFileComesBackAsItWas() throws IOException {
        StoredDocument document = house.store("notes.md", "# Notes\r\n");

        assertThat(document.id()).matches("file-[A-Za-z0-9]{24}");
        assertThat(document.bytes()).isEqualTo(9);
        assertThat(document.created()).isEqualTo(house.now);
        assertThat(document.status()).isEqualTo(StoredDocument.Status.UPLOADED);
        try (InputStream bytes = house.documents.content(DocumentHouse.TENANT, document.id())) {
            assertThat(bytes).hasContent("# Notes\r\n");
        }
        assertThat(house.text(document).mediaType()).isEqualTo("text/markdown");
    }

    @Test
    void anotherTenantSeesNothing() {
        StoredDocument document = house.store("a.txt", "secret");

        assertMissing(() -> house.documents.find("rival", document.id()));
        assertMissing(() -> house.documents.content("rival", document.id()));
        assertMissing(() -> house.documents.text("rival", document.id(), DocumentHouse.LONG));
        assertMissing(() -> house.documents.search("rival", List.of(document.id()), "secret", 1));
        assertMissing(() -> house.documents.delete("rival", document.id()));
        assertThat(house.documents.list("rival", new FileQuery(null, 10, true, null)))
                .isEmpty();
        assertThat(house.list()).hasSize(1);
    }

    @Test
    void equalBytesOfOneTenantAreStoredOnceUntilTheLastIsDeleted() throws IOException {
        StoredDocument first = house.store("a.txt", "same bytes");
        StoredDocument second = house.store("b.txt", "same bytes");
        assertThat(house.search(first, "bytes")).hasSize(1);
        assertThat(files("original")).hasSize(1);

        house.documents.delete(DocumentHouse.TENANT, first.id());
        assertThat(house.readText(second)).isEqualTo("same bytes");
        assertMissing(() -> house.documents.find(DocumentHouse.TENANT, first.id()));

        house.documents.delete(DocumentHouse.TENANT, second.id());
        assertThat(storedFiles()).isEmpty();
        assertThat(house.catalog.contents()).isEmpty();
        assertThat(house.catalog.unfinished()).isEmpty();
    }

    @Test
    void equalBytesOfTwoTenantsAreTwoDocuments() throws IOException {
        house.store("a.txt", "same bytes");
        house.documents.store(
                new Documents.Upload("rival", "a.txt", "user_data", null, null),
                new ByteArrayInputStream("same bytes".getBytes(StandardCharsets.UTF_8)));

        assertThat(files("original")).hasSize(2);
    }

    @Test
    void aTextOfARunIsReadableAtOnceUnlistedAndGoneWithItsRun() throws IOException {
        StoredDocument kept = house.documents.keep(
                DocumentHouse.upload("part"),
                "run-1",
                new ByteArrayInputStream("long text".getBytes(StandardCharsets.UTF_8)));
        StoredDocument other = house.store("a.txt", "long text");

        assertThat(kept.status()).isEqualTo(StoredDocument.Status.PROCESSED);
        assertThat(house.list()).extracting(StoredDocument::id).containsExactly(other.id());
        assertThat(house.search(kept, "text")).hasSize(1);

        house.documents.release("rival", "run-1");
        assertThat(house.readText(kept)).isEqualTo("long text");
        house.documents.release(DocumentHouse.TENANT, "run-1");
        assertMissing(() -> house.text(kept));
        assertThat(house.readText(other)).isEqualTo("long text");
    }

    @Test
    void aTextWhoseRunNeverBeganIsAStray() throws IOException {
        for (String run : List.of("run-1", "run-2")) {
            house.documents.keep(
                    DocumentHouse.upload("part"),
                    run,
                    new ByteArrayInputStream(("text of " + run).getBytes(StandardCharsets.UTF_8)));
        }
        house.store("a.txt", "a file");

        house.documents.releaseStrays((tenant, run) -> tenant.equals(DocumentHouse.TENANT) && run.equals("run-2"));

        assertThat(house.catalog.ofRun(DocumentHouse.TENANT, "run-1")).isEmpty();
        assertThat(house.catalog.ofRun(DocumentHouse.TENANT, "run-2")).hasSize(1);
        assertThat(files("original")).hasSize(2);
    }

    @Test
    void aLargeTextOfARunIsExtractedInTheBackground() {
        byte[] large = "x".repeat(1_100_000).getBytes(StandardCharsets.UTF_8);

        StoredDocument kept =
                house.documents.keep(DocumentHouse.upload("part"), "run-1", new ByteArrayInputStream(large));

        assertThat(house.text(kept).length()).isEqualTo(1_100_000);
    }

    @Test
    void anExpiredFileIsGoneAndThenDeleted() throws IOException {
        Documents.Upload upload =
                new Documents.Upload(DocumentHouse.TENANT, "a.txt", "user_data", null, Duration.ofHours(1));
        StoredDocument document = house.documents.store(upload, new ByteArrayInputStream(new byte[] {'x'}));
        assertThat(document.expires()).isEqualTo(house.now.plusSeconds(3600));
        house.text(document);

        house.now = house.now.plusSeconds(3599);
        house.documents.removeExpired();
        assertThat(house.list()).hasSize(1);

        house.now = house.now.plusSeconds(1);
        assertMissing(() -> house.documents.find(DocumentHouse.TENANT, document.id()));
        assertThat(house.list()).isEmpty();
        assertThatThrownBy(() -> house.text(document))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure())
                                .isEqualTo(new Failure.InvalidRequest(
                                        Failure.Reason.FILE_EXPIRED,
                                        "The file " + document.id() + " expired at "
                                                + house.now.truncatedTo(ChronoUnit.SECONDS)
                                                + ". Upload it again; 'expires_after' says how long it is kept.",
                                        "messages")));
        house.documents.removeExpired();
        assertThat(files("original")).isEmpty();
        assertMissing(() -> house.text(document));
    }

    @Test
    void hostileFileNamesAreOnlyNames() {
        List<String> names = List.of(
                "../../etc/passwd",
                "/etc/passwd",
                "..",
                ".",
                "",
                "C:\\x",
                "a\nb",
                "%2e%2e%2f",
                "'; DROP TABLE documents;--",
                "\u202egpj.exe",
                "😀".repeat(500),
                "$(id)",
                "CON");

        List<String> stored = names.stream()
                .map(name -> house.store(name, "text of " + name))
                .map(document -> house.documents
                        .find(DocumentHouse.TENANT, document.id())
                        .name())
                .toList();

        assertThat(stored).isEqualTo(names);
        assertThat(data.resolve("documents").toFile().list()).containsExactlyInAnyOrder("drafts", "contents");
    }

    @Test
    void pagesFollowEachOtherInBothOrders() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(house.store(i + ".txt", "text " + i).id());
        }

        assertThat(page(new FileQuery(null, 2, true, null))).containsExactly(ids.get(0), ids.get(1), ids.get(2));
        assertThat(page(new FileQuery(null, 2, true, ids.get(1)))).containsExactly(ids.get(2), ids.get(3), ids.get(4));
        assertThat(page(new FileQuery(null, 2, true, ids.get(3)))).containsExactly(ids.get(4));
        assertThat(page(new FileQuery(null, 9, false, ids.get(2)))).containsExactly(ids.get(1), ids.get(0));
        assertThat(page(new FileQuery("batch", 9, false, null))).isEmpty();
        assertThat(page(new FileQuery("user_data", 9, false, null))).isEqualTo(ids.reversed());
    }

    private List<String> page(FileQuery query) {
        return house.documents.list(DocumentHouse.TENANT, query).stream()
                .map(StoredDocument::id)
                .toList();
    }

    @Test
    void tooLargeAFileLeavesNothingAndNamesTheLimit() throws IOException {
        house.close();
        house = new DocumentHouse(data, DataSize.ofBytes(1000), Interruption.NONE);

        house.store("fits.txt", "x".repeat(1000));
        assertThatThrownBy(() -> house.store("large.txt", "x".repeat(1001)))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.RequestTooLarge.class))
                .hasMessageContaining("1000 bytes");
        assertThat(data.resolve("documents/drafts")).isEmptyDirectory();
    }

    @Test
    void aFullDiskIsAClearError() {
        house.close();
        house = new DocumentHouse(data, DataSize.ofMegabytes(1), store -> new ForwardingStore(store) {
            @Override
            public Received receive(InputStream bytes) throws IOException {
                throw new StoreFullException(new IOException("No space left on device"));
            }
        });

        assertThatThrownBy(() -> house.store("a.txt", "x"))
                .isInstanceOfSatisfying(
                        FailureException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.Overloaded.class))
                .hasMessageContaining("no disk space");
    }

    @Test
    void aStoreThatCannotTakeTheBytesListsNothing() {
        house.close();
        house = new DocumentHouse(data, DataSize.ofMegabytes(1), store -> new ForwardingStore(store) {
            @Override
            public void add(ContentKey content, ContentPart part, Path draft) throws IOException {
                throw new IOException("Input/output error");
            }
        });

        assertThatThrownBy(() -> house.store("a.txt", "x"))
                .isInstanceOfSatisfying(
                        FailureException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.Internal.class));
        assertThat(house.list()).isEmpty();
        assertThat(data.resolve("documents/drafts")).isEmptyDirectory();
    }

    @Test
    void aCrashBetweenBytesAndRowLeavesNothing() throws IOException {
        DocumentStore.Received received = house.intake.receive(new ByteArrayInputStream(new byte[] {'x'}));
        house.store.add(
                new ContentKey(DocumentHouse.TENANT, received.sha256()), ContentPart.ORIGINAL, received.draft());
        house.intake.receive(new ByteArrayInputStream(new byte[] {'y'}));

        reopen();

        assertThat(storedFiles()).isEmpty();
        assertThat(data.resolve("documents/drafts")).isEmptyDirectory();
        assertThat(house.list()).isEmpty();
    }

    @Test
    void unfinishedExtractionsGoOnAfterARestart() {
        DocumentStore.Received received =
                house.intake.receive(new ByteArrayInputStream("left behind".getBytes(StandardCharsets.UTF_8)));
        StoredDocument document = house.intake
                .admit(DocumentHouse.upload("a.txt"), null, received)
                .document();
        assertThat(house.catalog.unfinished()).hasSize(1);

        reopen();

        assertThat(house.readText(document)).isEqualTo("left behind");
        assertThat(house.catalog.unfinished()).isEmpty();
    }

    @Test
    void textsAndIndexesSurviveARestart() {
        StoredDocument document = house.store("a.html", "<p>zebra stripes</p>");
        house.search(document, "zebra");

        reopen();

        assertThat(house.readText(document)).isEqualTo("zebra stripes\n");
        assertThat(house.search(document, "zebra")).hasSize(1);
    }

    @Test
    void bytesThatTheDiskLostAreAnErrorOfTheirFile() throws IOException {
        DocumentStore.Received received = house.intake.receive(new ByteArrayInputStream(new byte[] {'x'}));
        CatalogEntry entry = house.intake.admit(DocumentHouse.upload("a.txt"), null, received);
        house.store.delete(entry.text().content());

        assertThatThrownBy(() -> house.text(entry.document())).hasMessageContaining("upload it again");
        assertThatThrownBy(() -> house.documents.content(
                        DocumentHouse.TENANT, entry.document().id()))
                .hasMessageContaining("cannot be read");
    }

    @Test
    void aTextThatIsNotReadyInTimeIsToldToComeLater() {
        DocumentStore.Received received = house.intake.receive(new ByteArrayInputStream(new byte[] {'x'}));
        CatalogEntry entry = house.intake.admit(DocumentHouse.upload("a.txt"), null, received);
        house.texts.close();

        assertThatThrownBy(() -> house.documents.text(
                        DocumentHouse.TENANT, entry.document().id(), Duration.ZERO))
                .isInstanceOfSatisfying(
                        FailureException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.Overloaded.class));
    }

    @Test
    void concurrentUploadsAndDeletionsOfEqualBytesNeverLeaveARowWithoutBytes() throws Exception {
        List<Future<?>> workers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                boolean keeps = i == 0;
                workers.add(threads.submit(() -> uploadAndDelete(keeps)));
            }
        }
        for (Future<?> worker : workers) {
            worker.get();
        }

        assertThat(house.list()).hasSize(1).allSatisfy(document -> {
            assertThat(house.readText(document)).isEqualTo("contested");
            assertThat(house.search(document, "contested")).hasSize(1);
        });
        house.documents.delete(DocumentHouse.TENANT, house.list().getFirst().id());
        assertThat(files("original")).isEmpty();
    }

    private void uploadAndDelete(boolean keepsLast) {
        for (int round = 0; round < 25; round++) {
            StoredDocument document = house.store("a.txt", "contested");
            assertThat(house.readText(document)).isEqualTo("contested");
            if (!keepsLast || round < 24) {
                house.documents.delete(DocumentHouse.TENANT, document.id());
            }
        }
    }

    private void reopen() {
        house.close();
        house = new DocumentHouse(data);
    }

    private List<Path> files(String name) throws IOException {
        return storedFiles().stream().filter(file -> file.endsWith(name)).toList();
    }

    private List<Path> storedFiles() throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("documents/contents"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static void assertMissing(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FailureException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.NotFound.class));
    }
}
