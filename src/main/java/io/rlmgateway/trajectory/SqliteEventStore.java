package io.rlmgateway.trajectory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.sqlite.SQLiteDataSource;

/**
 * The journal in SQLite. Reading goes through the pool, writing through a connection of its own, which a pool could take
 * away in the middle of its settings.
 *
 * <p>In WAL mode with {@code synchronous=NORMAL} a commit survives the end of the process, but not of the machine; with
 * {@code FULL} it calls fsync on the log, which holds every earlier commit too (sqlite.org/pragma.html#pragma_synchronous).
 */
final class SqliteEventStore implements EventStore {

    private static final String RUN_COLUMNS = "id, tenant, model, created, ended, status";

    private final JdbcClient reader;
    private final SQLiteDataSource connections;
    private @Nullable SqliteEventWriter writer;

    SqliteEventStore(DataSource dataSource) {
        this.reader = JdbcClient.create(dataSource);
        try {
            this.connections = dataSource.unwrap(SQLiteDataSource.class);
        } catch (SQLException e) {
            throw new IllegalArgumentException("The journal in SQLite needs a data source of SQLite", e);
        }
    }

    @Override
    public List<Boolean> write(List<Change> changes, boolean flush) throws SQLException {
        try {
            if (writer == null) {
                writer = SqliteEventWriter.open(connections.getConnection());
            }
            return writer.write(changes, flush);
        } catch (SQLException | RuntimeException e) {
            // closing rolls back; the next call begins with a fresh connection
            close();
            throw e;
        }
    }

    @Override
    public Optional<Run> find(String tenant, String id) {
        return reader.sql("SELECT " + RUN_COLUMNS + " FROM runs WHERE tenant = ? AND id = ?")
                .params(tenant, id)
                .query((row, _) -> run(row))
                .optional();
    }

    @Override
    public List<Run> list(String tenant, @Nullable Run after, int limit) {
        String before = after == null ? "" : "AND number < (SELECT number FROM runs WHERE id = :after) ";
        return reader.sql("SELECT " + RUN_COLUMNS + " FROM runs WHERE tenant = :tenant " + before
                        + "ORDER BY number DESC LIMIT :limit")
                .param("tenant", tenant)
                .param("after", after == null ? "" : after.id())
                .param("limit", limit)
                .query((row, _) -> run(row))
                .list();
    }

    @Override
    public List<RecordedEvent> events(String run, long after, int limit) {
        return reader.sql(
                        "SELECT sequence, at, session, type, encoding, body FROM events"
                                + " WHERE run = (SELECT number FROM runs WHERE id = ?) AND sequence > ? ORDER BY sequence LIMIT ?")
                .params(run, after, limit)
                .query((row, _) -> event(row))
                .list();
    }

    @Override
    public Optional<Run> latest(String tenant, String request) {
        return reader.sql("SELECT " + RUN_COLUMNS
                        + " FROM runs WHERE request = ? AND tenant = ? ORDER BY number DESC LIMIT 1")
                .params(request, tenant)
                .query((row, _) -> run(row))
                .optional();
    }

    @Override
    public List<GivenAnswer> answers(String tenant, String conversation, int limit) {
        return reader.sql("SELECT id, type, encoding, body FROM runs JOIN events ON run = number"
                        + " WHERE conversation = ? AND tenant = ? AND status = ? AND session = 0 AND type = ?"
                        + " ORDER BY number DESC LIMIT ?")
                .params(conversation, tenant, Run.Status.ANSWERED.name(), EventJson.type(Event.Answered.class), limit)
                .query((row, _) -> new GivenAnswer(
                        row.getString("id"), (Event.Answered) body(row).event()))
                .list();
    }

    @Override
    public int lastSession(String run) {
        return reader.sql("SELECT coalesce(max(session), 0) FROM events"
                        + " WHERE run = (SELECT number FROM runs WHERE id = ?)")
                .params(run)
                .query(Integer.class)
                .single();
    }

    @Override
    public long lastSequence(String run) {
        return reader.sql("SELECT coalesce(max(sequence), 0) FROM events"
                        + " WHERE run = (SELECT number FROM runs WHERE id = ?)")
                .params(run)
                .query(Long.class)
                .single();
    }

    @Override
    public List<Run> waiting(String tenant, String conversation, int limit) {
        return reader.sql("SELECT " + RUN_COLUMNS + " FROM runs WHERE conversation = ? AND tenant = ? AND status = ?"
                        + " ORDER BY number DESC LIMIT ?")
                .params(conversation, tenant, Run.Status.WAITING.name(), limit)
                .query((row, _) -> run(row))
                .list();
    }

    @Override
    public List<Run> goingOn() {
        return reader.sql("SELECT " + RUN_COLUMNS + " FROM runs WHERE ended IS NULL ORDER BY number")
                .query((row, _) -> run(row))
                .list();
    }

    @Override
    public List<Run> expired(Instant endedBefore, long tenantBytes, int limit) {
        return reader.sql("SELECT " + RUN_COLUMNS + " FROM (SELECT *, sum(bytes) OVER"
                        + " (PARTITION BY tenant ORDER BY number DESC) AS newest FROM runs WHERE ended IS NOT NULL)"
                        + " WHERE ended < ? OR newest > ? ORDER BY number LIMIT ?")
                .params(micros(endedBefore), tenantBytes, limit)
                .query((row, _) -> run(row))
                .list();
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.close();
            writer = null;
        }
    }

    private static Run run(ResultSet row) throws SQLException {
        long ended = row.getLong("ended");
        @Nullable Instant end = row.wasNull() ? null : instant(ended);
        return new Run(
                row.getString("id"),
                row.getString("tenant"),
                row.getString("model"),
                instant(row.getLong("created")),
                end,
                Run.Status.valueOf(row.getString("status")));
    }

    private static RecordedEvent event(ResultSet row) throws SQLException {
        return new RecordedEvent(
                row.getLong("sequence"),
                instant(row.getLong("at")),
                row.getInt("session"),
                body(row).event());
    }

    private static EventBody body(ResultSet row) throws SQLException {
        return new EventBody(row.getString("type"), row.getInt("encoding") == 1, row.getBytes("body"));
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
