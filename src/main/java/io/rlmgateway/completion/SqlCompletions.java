package io.rlmgateway.completion;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/** Kept completions in SQL. */
final class SqlCompletions implements Completions {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final DataSize largest;

    SqlCompletions(JdbcClient jdbc, TransactionTemplate transaction, DataSize largest) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.largest = largest;
    }

    /** A completion and its row. */
    private record Row(long position, String id, String model, Instant created, String json) {

        static Row of(ResultSet row, int number) throws SQLException {
            return new Row(
                    row.getLong("position"),
                    row.getString("id"),
                    row.getString("model"),
                    Instant.EPOCH.plus(row.getLong("created"), ChronoUnit.MICROS),
                    GzippedText.unpack(row.getBytes("body")));
        }
    }

    @Override
    public boolean takes(long bytes) {
        return bytes <= largest.toBytes();
    }

    @Override
    public void store(String tenant, StoredCompletion completion, String messages) {
        // packed before, so that the database is not held meanwhile
        byte[] body = GzippedText.pack(completion.json());
        byte[] asked = GzippedText.pack(messages);
        transaction.executeWithoutResult(_ -> {
            delete(tenant, completion.id());
            jdbc.sql("""
                    INSERT INTO completions (tenant, id, model, created, bytes, body, messages)
                    VALUES (:tenant, :id, :model, :created, :bytes, :body, :messages)""")
                    .param("tenant", tenant)
                    .param("id", completion.id())
                    .param("model", completion.model())
                    .param("created", micros(completion.created()))
                    .param("bytes", body.length + asked.length)
                    .param("body", body)
                    .param("messages", asked)
                    .update();
            insert(tenant, completion.id(), completion.metadata());
        });
    }

    private void insert(String tenant, String id, Map<String, String> metadata) {
        int place = 0;
        for (Map.Entry<String, String> note : metadata.entrySet()) {
            jdbc.sql("""
                    INSERT INTO completion_metadata (completion, place, name, value)
                    SELECT position, :place, :name, :value FROM completions WHERE tenant = :tenant AND id = :id""")
                    .param("place", place++)
                    .param("name", note.getKey())
                    .param("value", note.getValue())
                    .param("tenant", tenant)
                    .param("id", id)
                    .update();
        }
    }

    @Override
    public Optional<StoredCompletion> find(String tenant, String id) {
        return jdbc.sql("SELECT * FROM completions WHERE tenant = :tenant AND id = :id")
                .param("tenant", tenant)
                .param("id", id)
                .query(Row::of)
                .optional()
                .map(this::whole);
    }

    @Override
    public List<StoredCompletion> list(String tenant, CompletionQuery query) {
        List<String> conditions = new ArrayList<>(List.of("tenant = :tenant"));
        if (query.model() != null) {
            conditions.add("model = :model");
        }
        if (query.after() != null) {
            conditions.add("position " + (query.ascending() ? ">" : "<")
                    + " (SELECT position FROM completions WHERE tenant = :tenant AND id = :after)");
        }
        List<Map.Entry<String, String>> notes = List.copyOf(query.metadata().entrySet());
        for (int i = 0; i < notes.size(); i++) {
            conditions.add("EXISTS (SELECT 1 FROM completion_metadata WHERE completion = position AND name = :name" + i
                    + " AND value = :value" + i + ")");
        }
        return parameters(
                        jdbc.sql("SELECT * FROM completions WHERE " + String.join(" AND ", conditions)
                                + " ORDER BY position " + (query.ascending() ? "ASC" : "DESC") + " LIMIT :limit"),
                        query,
                        notes)
                .param("tenant", tenant)
                .query(Row::of)
                .list()
                .stream()
                .map(this::whole)
                .toList();
    }

    private static StatementSpec parameters(
            StatementSpec statement, CompletionQuery query, List<Map.Entry<String, String>> notes) {
        statement
                .param("limit", query.limit() + 1)
                .param("model", query.model())
                .param("after", query.after());
        for (int i = 0; i < notes.size(); i++) {
            statement
                    .param("name" + i, notes.get(i).getKey())
                    .param("value" + i, notes.get(i).getValue());
        }
        return statement;
    }

    private StoredCompletion whole(Row row) {
        Map<String, String> metadata = new LinkedHashMap<>();
        jdbc.sql("SELECT name, value FROM completion_metadata WHERE completion = ? ORDER BY place")
                .params(row.position())
                .query(note -> {
                    metadata.put(note.getString("name"), note.getString("value"));
                });
        return new StoredCompletion(row.id(), row.model(), row.created(), row.json(), metadata);
    }

    @Override
    public Optional<String> messages(String tenant, String id) {
        return jdbc.sql("SELECT messages FROM completions WHERE tenant = ? AND id = ?")
                .params(tenant, id)
                .query((row, _) -> GzippedText.unpack(row.getBytes("messages")))
                .optional();
    }

    @Override
    public boolean update(String tenant, String id, Map<String, String> metadata) {
        return Boolean.TRUE.equals(transaction.execute(_ -> {
            boolean there = jdbc.sql("SELECT EXISTS (SELECT 1 FROM completions WHERE tenant = ? AND id = ?)")
                    .params(tenant, id)
                    .query(Boolean.class)
                    .single();
            jdbc.sql("DELETE FROM completion_metadata WHERE completion ="
                            + " (SELECT position FROM completions WHERE tenant = ? AND id = ?)")
                    .params(tenant, id)
                    .update();
            insert(tenant, id, metadata);
            return there;
        }));
    }

    @Override
    public boolean delete(String tenant, String id) {
        return jdbc.sql("DELETE FROM completions WHERE tenant = ? AND id = ?")
                        .params(tenant, id)
                        .update()
                > 0;
    }

    void deleteAll(String tenant) {
        jdbc.sql("DELETE FROM completions WHERE tenant = ?").params(tenant).update();
    }

    /**
     * Deletes what is too old, and the oldest of tenants that have too much.
     *
     * @return how many were deleted
     */
    int clear(Instant before, DataSize tenantSize) {
        return jdbc.sql("""
                DELETE FROM completions WHERE created < :before OR position IN (SELECT position FROM
                (SELECT position, sum(bytes) OVER (PARTITION BY tenant ORDER BY position DESC) AS held FROM completions) kept
                WHERE held > :most)""")
                .param("before", micros(before))
                .param("most", tenantSize.toBytes())
                .update();
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
