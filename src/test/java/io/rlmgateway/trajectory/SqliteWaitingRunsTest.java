package io.rlmgateway.trajectory;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

/** Runs that wait, in SQLite. */
class SqliteWaitingRunsTest extends WaitingRunsContract {

    @TempDir
    private Path directory;

    @Override
    EventStore openStore() {
        return new SqliteEventStore(JournalDatabase.in(directory, new SQLiteConfig()));
    }
}
