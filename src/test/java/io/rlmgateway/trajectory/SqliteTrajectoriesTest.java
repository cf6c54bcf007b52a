package io.rlmgateway.trajectory;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.api.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

/** The journal in SQLite. */
class SqliteTrajectoriesTest extends TrajectoriesContract {

    private static final int PAGES_OF_A_SMALL_DISK = 64;

    @TempDir
    private Path directory;

    @Override
    EventStore openStore() {
        return new SqliteEventStore(JournalDatabase.in(directory, new SQLiteConfig()));
    }

    @Test
    void fullDiskFailsTheRecorderAndWhatWasStoredStays(@TempDir Path small) {
        SQLiteConfig settings = new SQLiteConfig();
        settings.setMaxPageCount(PAGES_OF_A_SMALL_DISK);
        try (StoredTrajectories journal = journal(new SqliteEventStore(JournalDatabase.in(small, settings)))) {
            Trajectory trajectory = journal.open("run_1", "acme", "rlm");
            trajectory.record(0, new Event.CellStarted(1, 1, "1"));

            assertFailure(() -> trajectory.record(0, incompressible()), Failure.Internal.class);

            trajectory.record(0, new Event.Failed("rlm_failed", "disk full"));
            assertThat(journal.find("acme", "run_1").status()).isEqualTo(Run.Status.FAILED);
            assertThat(journal.events("acme", "run_1", 0))
                    .extracting(RecordedEvent::sequence)
                    .containsExactly(1L, 3L);
        }
    }

    private static StoredTrajectories journal(EventStore store) {
        return new StoredTrajectories(store, new RunListeners(List::of), InstantSource.system(), Duration.ofSeconds(3));
    }

    private static Event incompressible() {
        StringBuilder code = new StringBuilder();
        new Random(1).ints(2_000_000, ' ', '~').forEach(code::appendCodePoint);
        return new Event.CellStarted(1, 2, code.toString());
    }
}
