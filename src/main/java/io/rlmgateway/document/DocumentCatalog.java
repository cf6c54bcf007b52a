package io.rlmgateway.document;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Documents' metadata in SQL. Every statement is short, because SQLite calls pin a virtual thread's carrier. */
class DocumentCatalog {

    private static final String ENTRIES = """
            SELECT d.*, t.status, t.details FROM documents d
            JOIN document_texts t ON t.tenant = d.tenant AND t.sha256 = d.sha256 AND t.format = d.format
            WHERE\s""";
    private static final String UNEXPIRED = "(d.expires IS NULL OR d.expires > :now) AND ";
    private static final String TEXT = "tenant = :tenant AND sha256 = :sha256 AND format = :format";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final SectionCatalog sections;

    DocumentCatalog(JdbcClient jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.sections = new SectionCatalog(jdbc);
    }

    void insert(CatalogEntry entry) {
        transaction.executeWithoutResult(status -> {
            insertText(entry.text());
            insertDocument(entry);
        });
    }

    private void insertText(TextKey text) {
        jdbc.sql("""
                INSERT INTO document_texts (tenant, sha256, format, status)
                VALUES (:tenant, :sha256, :format, :status) ON CONFLICT DO NOTHING""")
                .param("tenant", text.content().tenant())
                .param("sha256", text.content().sha256())
                .param("format", text.format().name())
                .param("status", StoredDocument.Status.UPLOADED.name())
                .update();
    }

    private void insertDocument(CatalogEntry entry) {
        StoredDocument document = entry.document();
        Instant expires = document.expires();
        jdbc.sql("""
                INSERT INTO documents
                (id, tenant, run, name, purpose, media_type, bytes, sha256, format, created, expires)
                VALUES (:id, :tenant, :run, :name, :purpose, :mediaType, :bytes, :sha256, :format, :created, :expires)
                """)
                .param("id", document.id())
                .param("tenant", entry.tenant())
                .param("run", entry.run())
                .param("name", document.name())
                .param("purpose", document.purpose())
                .param("mediaType", entry.mediaType())
                .param("bytes", document.bytes())
                .param("sha256", entry.text().content().sha256())
                .param("format", entry.text().format().name())
                .param("created", document.created().toEpochMilli())
                .param("expires", expires == null ? null : expires.toEpochMilli())
                .update();
    }

    /** Forces what was inserted to disk; in WAL mode a commit alone does not survive a power failure. */
    void flush() {
        jdbc.sql("PRAGMA wal_checkpoint(PASSIVE)").query().singleRow();
    }

    Optional<CatalogEntry> find(String tenant, String id) {
        return jdbc.sql(ENTRIES + "d.tenant = :tenant AND d.id = :id")
                .param("tenant", tenant)
                .param("id", id)
                .query(DocumentCatalog::entry)
                .optional();
    }

    /** {@return the listed documents that the query asks for and, if there are more, one more} */
    List<StoredDocument> list(String tenant, FileQuery query, Instant now) {
        return jdbc.sql(ENTRIES
                        + UNEXPIRED
                        + """
                d.tenant = :tenant AND d.run IS NULL AND (:purpose IS NULL OR d.purpose = :purpose)
                AND (:after IS NULL OR d.position %s (SELECT position FROM documents WHERE id = :after))
                ORDER BY d.position %s LIMIT :limit""".formatted(query.ascending() ? ">" : "<", query.ascending() ? "ASC" : "DESC"))
                .param("now", now.toEpochMilli())
                .param("tenant", tenant)
                .param("purpose", query.purpose())
                .param("after", query.after())
                .param("limit", query.limit() + 1)
                .query((row, number) -> entry(row, number).document())
                .list();
    }

    List<CatalogEntry> ofRun(String tenant, String run) {
        return jdbc.sql(ENTRIES + "d.tenant = :tenant AND d.run = :run")
                .param("tenant", tenant)
                .param("run", run)
                .query(DocumentCatalog::entry)
                .list();
    }

    List<CatalogEntry> ofRuns() {
        return jdbc.sql(ENTRIES + "d.run IS NOT NULL")
                .query(DocumentCatalog::entry)
                .list();
    }

    List<CatalogEntry> expired(Instant now) {
        return jdbc.sql(ENTRIES + "d.expires <= :now")
                .param("now", now.toEpochMilli())
                .query(DocumentCatalog::entry)
                .list();
    }

    /** {@return files that did not expire, and came before} */
    List<CatalogEntry> olderThan(Instant age) {
        return jdbc.sql(ENTRIES + "d.run IS NULL AND d.created < :age AND COALESCE(d.expires, 1) > 0")
                .param("age", age.toEpochMilli())
                .query(DocumentCatalog::entry)
                .list();
    }

    /** {@return all documents of a tenant that did not expire} */
    List<CatalogEntry> all(String tenant) {
        return jdbc.sql(ENTRIES + "d.tenant = :tenant AND COALESCE(d.expires, 1) > 0")
                .param("tenant", tenant)
                .query(DocumentCatalog::entry)
                .list();
    }

    /** {@return bytes of all documents of a tenant} */
    long bytes(String tenant) {
        return jdbc.sql("SELECT COALESCE(SUM(bytes), 0) FROM documents WHERE tenant = :tenant")
                .param("tenant", tenant)
                .query(Long.class)
                .single();
    }

    /** Makes a document one that expired long ago. */
    void expire(CatalogEntry entry) {
        jdbc.sql("UPDATE documents SET expires = 0 WHERE id = :id")
                .param("id", entry.document().id())
                .update();
    }

    /** {@return whether other documents have the same bytes} */
    boolean delete(CatalogEntry entry) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            jdbc.sql("DELETE FROM documents WHERE id = :id")
                    .param("id", entry.document().id())
                    .update();
            where(entry.text(), "DELETE FROM document_texts WHERE " + TEXT + " " + """
                    AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.tenant = :tenant
                    AND d.sha256 = :sha256 AND d.format = :format)""")
                    .update();
            return isUsed(entry.text().content());
        }));
    }

    private boolean isUsed(ContentKey content) {
        return jdbc.sql("SELECT EXISTS (SELECT 1 FROM documents WHERE tenant = :tenant AND sha256 = :sha256)")
                .param("tenant", content.tenant())
                .param("sha256", content.sha256())
                .query(Boolean.class)
                .single();
    }

    /** {@return what is known about a text; empty when no document has it any more} */
    Optional<TextState> text(TextKey text) {
        return where(text, "SELECT * FROM document_texts WHERE " + TEXT)
                .query(DocumentCatalog::state)
                .optional();
    }

    /** Records what extraction found, if a document still has this text. */
    void update(TextKey text, TextState state, List<Section> found) {
        transaction.executeWithoutResult(status -> {
            if (update(text, state)) {
                sections.replace(text, found);
            }
        });
    }

    private boolean update(TextKey text, TextState state) {
        return where(text, """
                        UPDATE document_texts SET status = :status, details = :details, original = :original,
                        length = :length, lines = :lines, head = :head, tail = :tail WHERE\s""" + TEXT)
                        .param("status", state.status().name())
                        .param("details", state.details())
                        .param("original", state.original())
                        .param("length", state.length())
                        .param("lines", state.lines())
                        .param("head", state.head())
                        .param("tail", state.tail())
                        .update()
                == 1;
    }

    /** {@return the sections of a text, in order} */
    List<Section> sections(TextKey text) {
        return sections.of(text);
    }

    List<TextKey> unfinished() {
        return jdbc.sql("SELECT tenant, sha256, format FROM document_texts WHERE status = :status")
                .param("status", StoredDocument.Status.UPLOADED.name())
                .query((row, number) -> textKey(row))
                .list();
    }

    Set<ContentKey> contents() {
        return Set.copyOf(jdbc.sql("SELECT DISTINCT tenant, sha256 FROM documents")
                .query((row, number) -> new ContentKey(row.getString("tenant"), row.getString("sha256")))
                .list());
    }

    private JdbcClient.StatementSpec where(TextKey text, String sql) {
        return jdbc.sql(sql)
                .param("tenant", text.content().tenant())
                .param("sha256", text.content().sha256())
                .param("format", text.format().name());
    }

    private static CatalogEntry entry(ResultSet row, int number) throws SQLException {
        StoredDocument document = new StoredDocument(
                row.getString("id"),
                row.getString("name"),
                row.getString("purpose"),
                row.getLong("bytes"),
                Instant.ofEpochMilli(row.getLong("created")),
                expires(row),
                StoredDocument.Status.valueOf(row.getString("status")),
                row.getString("details"));
        return new CatalogEntry(
                row.getString("tenant"), row.getString("run"), row.getString("media_type"), textKey(row), document);
    }

    private static @Nullable Instant expires(ResultSet row) throws SQLException {
        long millis = row.getLong("expires");
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static TextKey textKey(ResultSet row) throws SQLException {
        ContentKey content = new ContentKey(row.getString("tenant"), row.getString("sha256"));
        return new TextKey(content, TextFormat.valueOf(row.getString("format")));
    }

    private static TextState state(ResultSet row, int number) throws SQLException {
        return new TextState(
                StoredDocument.Status.valueOf(row.getString("status")),
                row.getString("details"),
                row.getBoolean("original"),
                row.getLong("length"),
                row.getLong("lines"),
                row.getString("head"),
                row.getString("tail"));
    }
}
