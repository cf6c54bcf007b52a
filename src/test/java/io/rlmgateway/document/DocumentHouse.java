package io.rlmgateway.document;

import io.rlmgateway.access.TenantQuotas;
import io.rlmgateway.api.DataDirectory;
import io.rlmgateway.document.extraction.Extractors;
import io.rlmgateway.document.filesystem.FilesystemStores;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The whole module over a directory, as the service starts it; started again over the same directory it resumes. */
final class DocumentHouse implements AutoCloseable {

    static final String TENANT = "acme";
    static final Duration LONG = Duration.ofMinutes(1);

    final TenantQuotas quotas = new TenantQuotas(Long.MAX_VALUE);
    final DocumentCatalog catalog;
    final DocumentStore store;
    final DocumentIntake intake;
    final DocumentTexts texts;
    final PassageIndexes indexes;
    final DefaultDocuments documents;
    final Uploads uploads;
    Instant now = Instant.parse("2026-11-21T10:00:00Z");

    DocumentHouse(Path data) {
        this(data, DataSize.ofMegabytes(64), Interruption.NONE);
    }

    DocumentHouse(Path data, DataSize largest, Interruption interruption) {
        SQLiteDataSource database = database(data);
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        InstantSource clock = () -> now;
        ContentLocks locks = new ContentLocks();
        DocumentProperties properties = new DocumentProperties(
                largest,
                DataSize.ofMegabytes(64),
                DataSize.ofMegabytes(1),
                Duration.ofHours(1),
                2,
                LONG,
                Duration.ofMinutes(1),
                Duration.ZERO);
        this.catalog = new DocumentCatalog(
                JdbcClient.create(database), new TransactionTemplate(new JdbcTransactionManager(database)));
        this.store = interruption.around(FilesystemStores.open(new DataDirectory(data)));
        DocumentShelf shelf = new DocumentShelf(store, catalog, locks, clock);
        sweep(shelf);
        this.indexes = new PassageIndexes(store, catalog, locks);
        this.texts = new DocumentTexts(
                catalog, new TextExtraction(store, catalog, interruption.extractor(), locks), indexes, properties);
        UploadCatalog parts = new UploadCatalog(JdbcClient.create(database));
        TenantSpace space =
                new TenantSpace(quotas, tenant -> catalog.bytes(tenant) + parts.bytes(tenant, clock.instant()));
        this.intake = new DocumentIntake(store, shelf, properties, clock, space);
        this.documents = new DefaultDocuments(shelf, intake, texts, new PassageSearch(indexes), properties);
        this.uploads = new Uploads(
                parts, documents, intake, new Uploads.UploadSettings(data.resolve("uploads"), properties, clock));
        uploads.resume();
        texts.resume();
    }

    private static SQLiteDataSource database(Path data) {
        SQLiteConfig settings = new SQLiteConfig();
        settings.setJournalMode(SQLiteConfig.JournalMode.WAL);
        settings.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        settings.setBusyTimeout(10_000);
        settings.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        settings.enforceForeignKeys(true);
        SQLiteDataSource database = new SQLiteDataSource(settings);
        database.setUrl("jdbc:sqlite:" + data.resolve("test.sqlite"));
        return database;
    }

    private static void sweep(DocumentShelf shelf) {
        try {
            shelf.sweep();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Documents.Upload upload(String name) {
        return new Documents.Upload(TENANT, name, "user_data", null, null);
    }

    StoredDocument store(String name, byte[] bytes) {
        return documents.store(upload(name), new ByteArrayInputStream(bytes));
    }

    StoredDocument store(String name, String text) {
        return store(name, text.getBytes(StandardCharsets.UTF_8));
    }

    DocumentText text(StoredDocument document) {
        return documents.text(TENANT, document.id(), LONG);
    }

    String readText(StoredDocument document) {
        try {
            return Files.readString(text(document).file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Passage> search(StoredDocument document, String query) {
        return documents.search(TENANT, List.of(document.id()), query, 10);
    }

    List<StoredDocument> list() {
        return documents.list(TENANT, new FileQuery(null, 100, false, null));
    }

    @Override
    public void close() {
        texts.close();
        indexes.close();
    }

    /** Stands between the module and its store, to break it. */
    interface Interruption {
        Interruption NONE = store -> store;

        DocumentStore around(DocumentStore store);

        default TextExtractor extractor() {
            return Extractors.usual();
        }
    }
}
