package io.rlmgateway.trajectory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection that writes, with its prepared statements. */
final class SqliteEventWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteEventWriter.class);

    private final Connection connection;
    private final Statement control;
    private final PreparedStatement transaction;
    private final PreparedStatement commit;
    private final PreparedStatement begin;
    private final PreparedStatement append;
    private final PreparedStatement end;
    private final PreparedStatement delete;
    private @Nullable Boolean flushing;

    static SqliteEventWriter open(Connection connection) throws SQLException {
        try {
            return new SqliteEventWriter(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private SqliteEventWriter(Connection connection) throws SQLException {
        this.connection = connection;
        this.control = connection.createStatement();
        this.transaction = connection.prepareStatement("BEGIN IMMEDIATE");
        this.commit = connection.prepareStatement("COMMIT");
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
        flushing(flush);
        transaction.execute();
        List<Boolean> applied = new ArrayList<>(changes.size());
        for (Change change : changes) {
            applied.add(apply(change));
        }
        commit.execute();
        return applied;
    }

    /** It has no effect inside a transaction, so it stands before. */
    private void flushing(boolean flush) throws SQLException {
        if (!Boolean.valueOf(flush).equals(flushing)) {
            control.execute("PRAGMA synchronous = " + (flush ? "FULL" : "NORMAL"));
            flushing = flush;
        }
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
        begin.setLong(4, SqliteEventStore.micros(run.created()));
        begin.setString(5, run.status().name());
        begin.setString(6, keys.request());
        begin.setString(7, keys.conversation());
        return begin.executeUpdate() == 1;
    }

    private boolean append(Run run, RecordedEvent event, EventBody body) throws SQLException {
        append.setLong(1, event.sequence());
        append.setLong(2, SqliteEventStore.micros(event.at()));
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
        end.setObject(1, run.ended() == null ? null : SqliteEventStore.micros(run.ended()));
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
