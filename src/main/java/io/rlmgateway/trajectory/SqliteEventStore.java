package io.rlmgateway.trajectory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    private static final Logger LOG = LoggerFactory.getLogger(SqliteEventStore.class);
    private static final String RUN_COLUMNS = "id, tenant, model, created, ended, status";

    private final JdbcClient reader;
    private final SQLiteDataSource connections;
    private @Nullable Writer writer;

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
                writer = Writer.open(connections.getConnection());
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

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** The connection that writes, with its prepared statements. */
    private static final class Writer implements AutoCloseable {

        private final Connection connection;
        private final Statement control;
        private final PreparedStatement begin;
        private final PreparedStatement append;
        private final PreparedStatement end;
        private final PreparedStatement delete;

        static Writer open(Connection connection) throws SQLException {
            try {
                return new Writer(connection);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        }

        private Writer(Connection connection) throws SQLException {
            this.connection = connection;
            this.control = connection.createStatement();
            this.begin = connection.prepareStatement(
                    "INSERT INTO runs (id, tenant, model, created, status, request, conversation)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)"
                            + " ON CONFLICT (id) DO NOTHING");
            this.append =
                    connection.prepareStatement("INSERT INTO events (run, sequence, at, session, type, encoding, body)"
                            + " SELECT number, ?, ?, ?, ?, ?, ? FROM runs WHERE id = ? AND ended IS NULL");
            this.end = connection.prepareStatement("UPDATE runs SET ended = ?, status = ?, bytes ="
                    + " (SELECT sum(length(body)) FROM events WHERE run = runs.number) WHERE id = ?");
            this.delete = connection.prepareStatement("DELETE FROM runs WHERE id = ? AND ended IS NOT NULL");
        }

        List<Boolean> write(List<Change> changes, boolean flush) throws SQLException {
            // has no effect inside a transaction, so it stands before
            control.execute("PRAGMA synchronous = " + (flush ? "FULL" : "NORMAL"));
            control.execute("BEGIN IMMEDIATE");
            List<Boolean> applied = new ArrayList<>(changes.size());
            for (Change change : changes) {
                applied.add(apply(change));
            }
            control.execute("COMMIT");
            return applied;
        }

        private boolean apply(Change change) throws SQLException {
            return switch (change) {
                case Change.Begin(Run run, RunKeys keys) -> begin(run, keys);
                case Change.Append(Run run, RecordedEvent event, EventBody body) -> append(run, event, body);
                case Change.Delete(String run) -> delete(run);
            };
        }

        private boolean begin(Run run, RunKeys keys) throws SQLException {
            begin.setString(1, run.id());
            begin.setString(2, run.tenant());
            begin.setString(3, run.model());
            begin.setLong(4, micros(run.created()));
            begin.setString(5, run.status().name());
            begin.setString(6, keys.request());
            begin.setString(7, keys.conversation());
            return begin.executeUpdate() == 1;
        }

        private boolean append(Run run, RecordedEvent event, EventBody body) throws SQLException {
            append.setLong(1, event.sequence());
            append.setLong(2, micros(event.at()));
            append.setInt(3, event.session());
            append.setString(4, body.type());
            append.setInt(5, body.deflated() ? 1 : 0);
            append.setBytes(6, body.bytes());
            append.setString(7, run.id());
            if (append.executeUpdate() == 0) {
                return false;
            }
            if (run.ended() != null || event.event() instanceof ToolEvent) {
                stand(run);
            }
            return true;
        }

        private void stand(Run run) throws SQLException {
            end.setObject(1, run.ended() == null ? null : micros(run.ended()));
            end.setString(2, run.status().name());
            end.setString(3, run.id());
            end.executeUpdate();
        }

        private boolean delete(String run) throws SQLException {
            delete.setString(1, run);
            return delete.executeUpdate() == 1;
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (SQLException e) {
                // a connection that cannot even be closed is given up
                LOG.warn("The journal's connection could not be closed", e);
            }
        }
    }
}
