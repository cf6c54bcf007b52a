package io.rlmgateway.document;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Uploads and their parts in SQL. */
class UploadCatalog {

    private final JdbcClient jdbc;

    UploadCatalog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(FileUpload upload) {
        Documents.Upload announced = upload.announced();
        Duration life = upload.life();
        jdbc.sql("""
                INSERT INTO uploads (id, tenant, name, purpose, media_type, bytes, life, created, expires, status)
                VALUES (:id, :tenant, :name, :purpose, :mediaType, :bytes, :life, :created, :expires, :status)""")
                .param("id", upload.id())
                .param("tenant", announced.tenant())
                .param("name", announced.name())
                .param("purpose", announced.purpose())
                .param("mediaType", announced.mediaType())
                .param("bytes", upload.bytes())
                .param("life", life == null ? null : life.toSeconds())
                .param("created", upload.created().toEpochMilli())
                .param("expires", upload.expires().toEpochMilli())
                .param("status", upload.status().name())
                .update();
    }

    Optional<FileUpload> find(String tenant, String id) {
        return jdbc.sql("SELECT * FROM uploads WHERE tenant = :tenant AND id = :id")
                .param("tenant", tenant)
                .param("id", id)
                .query(UploadCatalog::upload)
                .optional();
    }

    /** {@return whether it had the first status and has the second one now} */
    boolean change(FileUpload upload, FileUpload.Status from, FileUpload changed) {
        return jdbc.sql("UPDATE uploads SET status = :to, file = :file WHERE id = :id AND status = :from")
                        .param("to", changed.status().name())
                        .param("file", changed.file())
                        .param("id", upload.id())
                        .param("from", from.name())
                        .update()
                == 1;
    }

    /** {@return whether the upload still takes parts, and now has this one} */
    boolean insertPart(String upload, UploadPart part) {
        return jdbc.sql("""
                INSERT INTO upload_parts (id, upload, bytes, created)
                SELECT :id, id, :bytes, :created FROM uploads WHERE id = :upload AND status = :pending""")
                        .param("id", part.id())
                        .param("bytes", part.bytes())
                        .param("created", part.created().toEpochMilli())
                        .param("upload", upload)
                        .param("pending", FileUpload.Status.PENDING.name())
                        .update()
                == 1;
    }

    Map<String, UploadPart> parts(String upload) {
        List<UploadPart> parts = jdbc.sql("SELECT * FROM upload_parts WHERE upload = :upload")
                .param("upload", upload)
                .query((row, number) -> new UploadPart(
                        row.getString("id"), row.getLong("bytes"), Instant.ofEpochMilli(row.getLong("created"))))
                .list();
        return parts.stream().collect(Collectors.toMap(UploadPart::id, Function.identity()));
    }

    /** {@return bytes of the parts that wait for a tenant's uploads to be completed} */
    long bytes(String tenant, Instant now) {
        return jdbc.sql("""
                SELECT COALESCE(SUM(upload_parts.bytes), 0) FROM upload_parts JOIN uploads ON uploads.id = upload_parts.upload
                WHERE uploads.tenant = :tenant AND uploads.status = :pending AND uploads.expires > :now""")
                .param("tenant", tenant)
                .param("pending", FileUpload.Status.PENDING.name())
                .param("now", now.toEpochMilli())
                .query(Long.class)
                .single();
    }

    /** Uploads whose completion a crash broke off wait for it again. */
    void reopen() {
        jdbc.sql("UPDATE uploads SET status = :pending WHERE status = :completing")
                .param("pending", FileUpload.Status.PENDING.name())
                .param("completing", FileUpload.Status.COMPLETING.name())
                .update();
    }

    /** {@return ids of uploads whose parts are still needed} */
    List<String> open(Instant now) {
        return jdbc.sql("SELECT id FROM uploads WHERE status = :completing OR (status = :pending AND expires > :now)")
                .param("completing", FileUpload.Status.COMPLETING.name())
                .param("pending", FileUpload.Status.PENDING.name())
                .param("now", now.toEpochMilli())
                .query((row, number) -> row.getString("id"))
                .list();
    }

    void removeAll(String tenant) {
        jdbc.sql("DELETE FROM uploads WHERE tenant = :tenant")
                .param("tenant", tenant)
                .update();
    }

    /** Forgets what ended before a time. */
    void forget(Instant before) {
        jdbc.sql("DELETE FROM uploads WHERE expires < :before AND status <> :completing")
                .param("before", before.toEpochMilli())
                .param("completing", FileUpload.Status.COMPLETING.name())
                .update();
    }

    private static FileUpload upload(ResultSet row, int number) throws SQLException {
        Documents.Upload announced = new Documents.Upload(
                row.getString("tenant"),
                row.getString("name"),
                row.getString("purpose"),
                row.getString("media_type"),
                life(row));
        return new FileUpload(
                row.getString("id"),
                announced,
                row.getLong("bytes"),
                Instant.ofEpochMilli(row.getLong("created")),
                Instant.ofEpochMilli(row.getLong("expires")),
                FileUpload.Status.valueOf(row.getString("status")),
                row.getString("file"));
    }

    private static @Nullable Duration life(ResultSet row) throws SQLException {
        long seconds = row.getLong("life");
        return row.wasNull() ? null : Duration.ofSeconds(seconds);
    }
}
