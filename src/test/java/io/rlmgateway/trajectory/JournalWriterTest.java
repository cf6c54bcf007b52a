package io.rlmgateway.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rlmgateway.api.FailureException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The thread that writes, over a store that can be held and broken. */
class JournalWriterTest {

    private static final Run RUN = new Run("run_1", "acme", "rlm", Instant.EPOCH, null, Run.Status.RUNNING);
    private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();
    private static final Event STEP = new Event.CellStarted(1, 1, "1");

    private final HeldStore store = new HeldStore();
    private final Outcomes outcomes = new Outcomes();
    private final JournalWriter writer = new JournalWriter(store, outcomes);

    @AfterEach
    void closeWriter() {
        store.turns.release(1_000_000);
        writer.close();
    }

    @Test
    void whatWaitsGoesIntoOneCommit() {
        List<CompletableFuture<Boolean>> first = writeAtOnce(1);
        store.awaitWriting();
        List<CompletableFuture<Boolean>> others = writeAtOnce(50);

        store.turns.release(3);
        first.forEach(CompletableFuture::join);
        others.forEach(CompletableFuture::join);

        // the last of them may come a moment after the others
        assertThat(store.commits.getFirst()).hasSize(1);
        assertThat(store.commits.get(1)).hasSizeGreaterThanOrEqualTo(49);
        assertThat(outcomes.applied).hasSize(51);
    }

    @Test
    void onlyTheCommitThatEndsARunIsFlushed() {
        store.turns.release(3);

        writer.write(0, () -> append(0, STEP));
        writer.write(0, () -> append(1, new Event.Answered("of a child", null)));
        writer.write(0, () -> append(0, new Event.Answered("42", null)));

        assertThat(store.flushed).containsExactly(false, false, true);
    }

    @Test
    void storeThatFailsFailsItsCallersAndTheNextOnesAreStored() {
        store.turns.release(2);
        store.failure = new SQLException("disk I/O error");

        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> writer.write(0, () -> append(0, STEP)))
                .withMessageContaining("The journal cannot be written")
                .withRootCauseExactlyInstanceOf(SQLException.class);
        store.failure = null;

        assertThat(writer.write(0, () -> append(0, STEP))).isTrue();
        assertThat(outcomes.lost).hasSize(1);
        assertThat(outcomes.applied).hasSize(1);
    }

    @Test
    void errorOfTheStoreLeavesNobodyWaiting() {
        store.turns.release(2);
        store.failure = new OutOfMemoryError("as if");

        assertThatExceptionOfType(FailureException.class).isThrownBy(() -> writer.write(0, () -> append(0, STEP)));
        store.failure = null;

        assertThat(writer.write(0, () -> append(0, STEP))).isTrue();
    }

    @Test
    void changeThatTheStoreRefusesHurtsNoOther() {
        store.turns.release(2);
        store.refused = "run_gone";

        assertThat(writer.write(0, () -> new Change.Delete("run_gone"))).isFalse();
        assertThat(writer.write(0, () -> append(0, STEP))).isTrue();

        assertThat(outcomes.lost).containsExactly(new Change.Delete("run_gone"));
    }

    @Test
    void closingStoresWhatWaits() {
        List<CompletableFuture<Boolean>> first = writeAtOnce(1);
        store.awaitWriting();
        List<CompletableFuture<Boolean>> others = writeAtOnce(600);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(writer::close);

        store.turns.release(10);
        closing.join();

        assertThat(first).allMatch(CompletableFuture::join);
        assertThat(others).allMatch(CompletableFuture::join);
        assertThat(store.commits.stream().mapToInt(List::size).sum()).isEqualTo(601);
        assertThat(store.closed).isTrue();
        assertThatExceptionOfType(FailureException.class).isThrownBy(() -> writer.write(0, () -> append(0, STEP)));
    }

    @Test
    void callersBeyondTheRoomWaitForIt() {
        List<CompletableFuture<Boolean>> first = writeAtOnce(1);
        store.awaitWriting();
        List<CompletableFuture<Boolean>> large = IntStream.range(0, 5)
                .mapToObj(i -> inBackground(60 << 20, append(0, STEP)))
                .toList();

        store.turns.release(6);

        assertThat(first).allMatch(CompletableFuture::join);
        assertThat(large).allMatch(CompletableFuture::join);
        assertThat(store.commits).allMatch(commit -> commit.size() == 1);
    }

    /** Returns when all of them wait in the queue, but for the last, which is about to. */
    private List<CompletableFuture<Boolean>> writeAtOnce(int count) {
        Semaphore queued = new Semaphore(0);
        List<CompletableFuture<Boolean>> writing = IntStream.range(0, count)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> writer.write(0, () -> {
                            queued.release();
                            return append(0, STEP);
                        }),
                        THREADS))
                .toList();
        queued.acquireUninterruptibly(count);
        return writing;
    }

    private CompletableFuture<Boolean> inBackground(int size, Change change) {
        return CompletableFuture.supplyAsync(() -> writer.write(size, () -> change), THREADS);
    }

    private static Change.Append append(int session, Event event) {
        return new Change.Append(RUN, new RecordedEvent(1, Instant.EPOCH, session, event), EventBody.of(event));
    }

    private static final class Outcomes implements JournalWriter.Watcher {

        private final List<Change> applied = new ArrayList<>();
        private final List<Change> lost = new ArrayList<>();

        @Override
        public void applied(Change change) {
            applied.add(change);
        }

        @Override
        public void lost(Change change) {
            lost.add(change);
        }
    }

    /** Writes only when it is given a turn. */
    private static final class HeldStore implements EventStore {

        private final Semaphore turns = new Semaphore(0);
        private final Semaphore writing = new Semaphore(0);
        private final List<List<Change>> commits = new ArrayList<>();
        private final List<Boolean> flushed = new ArrayList<>();
        private volatile @Nullable Throwable failure;
        private volatile @Nullable String refused;
        private volatile boolean closed;

        void awaitWriting() {
            writing.acquireUninterruptibly();
        }

        @Override
        public List<Boolean> write(List<Change> changes, boolean flush) throws SQLException {
            writing.release();
            turns.acquireUninterruptibly();
            if (failure instanceof SQLException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
            commits.add(changes);
            flushed.add(flush);
            return changes.stream().map(change -> !refuses(change)).toList();
        }

        private boolean refuses(Change change) {
            return change instanceof Change.Delete(String run) && run.equals(refused);
        }

        @Override
        public Optional<Run> find(String tenant, String id) {
            return Optional.empty();
        }

        @Override
        public List<Run> list(String tenant, @Nullable Run after, int limit) {
            return List.of();
        }

        @Override
        public List<RecordedEvent> events(String run, long after, int limit) {
            return List.of();
        }

        @Override
        public List<GivenAnswer> answers(String tenant, String conversation, int limit) {
            return List.of();
        }

        @Override
        public List<Run> waiting(String tenant, String conversation, int limit) {
            return List.of();
        }

        @Override
        public Optional<Run> latest(String tenant, String request) {
            return Optional.empty();
        }

        @Override
        public int lastSession(String run) {
            return 0;
        }

        @Override
        public long lastSequence(String run) {
            return 0;
        }

        @Override
        public List<Run> goingOn() {
            return List.of();
        }

        @Override
        public List<Run> expired(Instant endedBefore, long tenantBytes, int limit) {
            return List.of();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
