package io.rlmgateway.admin;

import io.rlmgateway.access.IssuedKey;
import io.rlmgateway.access.KeyHash;
import io.rlmgateway.admin.StoredKey.Texts;
import io.rlmgateway.admin.StoredKey.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keys in SQL. */
@Component
class KeyTable {

    private final JdbcClient jdbc;

    KeyTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(StoredKey key) {
        written(key, """
                INSERT INTO api_keys (id, name, tenant, sha256, ending, earlier_sha256, earlier_until, terms, created,
                expires, revoked) VALUES (:id, :name, :tenant, :sha256, :ending, :earlierSha256, :earlierUntil, :terms,
                :created, :expires, :revoked)""");
    }

    /** Writes all of a key but when it was used. */
    void update(StoredKey key) {
        written(key, """
                UPDATE api_keys SET name = :name, tenant = :tenant, sha256 = :sha256, ending = :ending,
                earlier_sha256 = :earlierSha256, earlier_until = :earlierUntil, terms = :terms, created = :created,
                expires = :expires, revoked = :revoked WHERE id = :id""");
    }

    private void written(StoredKey key, String sql) {
        IssuedKey.Secret earlier = key.texts().earlier();
        jdbc.sql(sql)
                .param("id", key.id())
                .param("name", key.name())
                .param("tenant", key.tenant())
                .param("sha256", key.texts().hash().hex())
                .param("ending", key.texts().ending())
                .param("earlierSha256", earlier == null ? null : earlier.hash().hex())
                .param("earlierUntil", earlier == null ? null : millis(earlier.until()))
                .param("terms", TermsJson.write(key.terms()))
                .param("created", millis(key.times().created()))
                .param("expires", millis(key.times().expires()))
                .param("revoked", millis(key.times().revoked()))
                .update();
    }

    /** {@return whether there ever was a key} */
    boolean isEverUsed() {
        return jdbc.sql("SELECT EXISTS (SELECT 1 FROM api_keys)")
                .query(Boolean.class)
                .single();
    }

    /** {@return all keys that are not revoked} */
    List<StoredKey> valid() {
        return jdbc.sql("SELECT * FROM api_keys WHERE revoked IS NULL")
                .query(KeyTable::key)
                .list();
    }

    Optional<StoredKey> find(String id) {
        return jdbc.sql("SELECT * FROM api_keys WHERE id = :id")
                .param("id", id)
                .query(KeyTable::key)
                .optional();
    }

    /** {@return keys in the order they were made, of one tenant or of all} */
    List<StoredKey> list(@Nullable String tenant, @Nullable String after, int limit) {
        return jdbc.sql("""
                SELECT * FROM api_keys WHERE (:tenant IS NULL OR tenant = :tenant)
                AND (:after IS NULL OR position > (SELECT position FROM api_keys WHERE id = :after))
                ORDER BY position LIMIT :limit""")
                .param("tenant", tenant)
                .param("after", after)
                .param("limit", limit)
                .query(KeyTable::key)
                .list();
    }

    void used(Map<String, Instant> uses) {
        uses.forEach((id, at) -> jdbc.sql("UPDATE api_keys SET last_used = :at WHERE id = :id")
                .param("at", at.toEpochMilli())
                .param("id", id)
                .update());
    }

    private static StoredKey key(ResultSet row, int number) throws SQLException {
        String earlier = row.getString("earlier_sha256");
        Instant created = Instant.ofEpochMilli(row.getLong("created"));
        return new StoredKey(
                row.getString("id"),
                row.getString("name"),
                row.getString("tenant"),
                new Texts(
                        KeyHash.of(row.getString("sha256")),
                        row.getString("ending"),
                        earlier == null ? null : new IssuedKey.Secret(KeyHash.of(earlier), time(row, "earlier_until"))),
                TermsJson.read(row.getString("terms")),
                new Times(created, time(row, "last_used"), time(row, "expires"), time(row, "revoked")));
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static @Nullable Long millis(@Nullable Instant at) {
        return at == null ? null : at.toEpochMilli();
    }
}
