package io.rlmgateway.repl.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class WorkersTest {

    private static final long USUAL = DataSize.ofGigabytes(1).toBytes();
    private static final long LARGE = DataSize.ofGigabytes(4).toBytes();
    private static final Duration SOON = Duration.ofSeconds(60);

    private final LinkedBlockingQueue<FakeWorker> started = new LinkedBlockingQueue<>();
    private final Semaphore starts = new Semaphore(1_000);
    private final List<WorkerSeat> seats = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile @Nullable String failure;
    private volatile Instant now = Instant.EPOCH;
    private final Queue<Long> heaps = new ConcurrentLinkedQueue<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private @Nullable Workers workers;

    @AfterEach
    void close() {
        threads.shutdownNow();
        if (workers != null) {
            workers.close();
        }
    }

    private Workers workers(int kept, int most, int sessionsPerWorker, int life) {
        return workers(new WorkerProperties(
                kept, most, sessionsPerWorker, life, DataSize.ofGigabytes(1), DataSize.ofGigabytes(8), null, false));
    }

    private Workers workers(WorkerProperties limits) {
        Workers made = new Workers(limits, this::start, () -> now);
        workers = made;
        return made;
    }

    private Workers workersWithin(DataSize heap) {
        return workers(
                new WorkerProperties(1, 8, 2, 100, DataSize.ofBytes(USUAL), DataSize.ofGigabytes(8), heap, false));
    }

    /** Time passes until so many have been tried. */
    private void tryToStart(Workers all, int times) {
        while (attempts.get() < times) {
            now = now.plusSeconds(5);
            all.tidy();
            Thread.onSpinWait();
        }
    }

    private Workers workers() {
        return workers(1, 3, 2, 100);
    }

    private Worker start(long heap) throws IOException {
        attempts.incrementAndGet();
        heaps.add(heap);
        starts.acquireUninterruptibly();
        String reason = failure;
        if (reason != null) {
            throw new IOException(reason);
        }
        FakeWorker worker = new FakeWorker(heap);
        started.add(worker);
        return worker;
    }

    private static WorkerNeed need(String tenant) {
        return new WorkerNeed(tenant, false, USUAL);
    }

    private SharedWorker take(WorkerNeed need) throws Exception {
        WorkerSeat seat = Objects.requireNonNull(tryTake(need, SOON));
        seats.add(seat);
        return (SharedWorker) seat;
    }

    private @Nullable WorkerSeat tryTake(WorkerNeed need, Duration wait) throws Exception {
        return Objects.requireNonNull(workers).take(need, System.nanoTime() + wait.toNanos());
    }

    @Test
    void sessionsOfATenantShareAWorkerUntilItIsFull() throws Exception {
        workers();

        SharedWorker first = take(need("a"));

        assertThat(take(need("a"))).isSameAs(first);
        assertThat(take(need("a"))).isNotSameAs(first);
    }

    @Test
    void tenantsDoNotShareAWorkerAlsoNotOneAfterTheOther() throws Exception {
        workers();

        SharedWorker first = take(need("a"));
        first.leave();

        assertThat(take(need("b"))).isNotSameAs(first);
        assertThat(take(need("a"))).isSameAs(first);
    }

    @Test
    void sessionThatMustBeAloneIsAlone() throws Exception {
        workers();
        SharedWorker shared = take(need("a"));

        SharedWorker alone = take(new WorkerNeed("a", true, USUAL));

        assertThat(alone).isNotSameAs(shared);
        shared.leave();
        assertThat(take(need("a"))).isSameAs(shared);
        take(need("a"));
        assertThat(take(need("a"))).isNotSameAs(alone);
        alone.leave();
        assertThat(alone.takes(need("a"))).isTrue();
    }

    @Test
    void largeContextGetsAWorkerOfItsSizeWhichIsNotKept() throws Exception {
        workers();
        SharedWorker usual = take(need("a"));

        SharedWorker large = take(new WorkerNeed("a", true, LARGE));

        assertThat(large.worker().heap()).isEqualTo(LARGE);
        assertThat(usual.worker().heap()).isEqualTo(USUAL);
        large.leave();
        assertThat(large.worker().alive()).isFalse();
    }

    @Test
    void workerForALargeContextIsStartedOnlyOnceHoweverOftenItsSessionLooks() throws Exception {
        workers(1, 8, 2, 100);
        take(need("a"));
        starts.drainPermits();
        Future<SharedWorker> large = threads.submit(() -> take(new WorkerNeed("a", true, LARGE)));
        while (!heaps.contains(LARGE)) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < 20; i++) {
            Objects.requireNonNull(workers).tidy();
        }
        starts.release(100);

        assertThat(large.get().worker().heap()).isEqualTo(LARGE);
        assertThat(heaps).containsOnlyOnce(LARGE);
    }

    @Test
    void idleWorkerOfAnotherTenantMakesRoomWhenThereIsNoMore() throws Exception {
        workers(1, 2, 2, 100);
        SharedWorker first = take(need("a"));
        SharedWorker second = take(need("b"));
        first.leave();

        SharedWorker third = take(need("c"));

        assertThat(first.worker().alive()).isFalse();
        assertThat(second.worker().alive()).isTrue();
        assertThat(third).isNotSameAs(second);
    }

    @Test
    void sessionWaitsUntilAnotherLeaves() throws Exception {
        workers(1, 1, 1, 100);
        SharedWorker only = take(need("a"));
        Future<SharedWorker> waiting = threads.submit(() -> take(need("a")));

        only.leave();

        assertThat(waiting.get()).isSameAs(only);
    }

    @Test
    void nothingIsTakenWhenTheTimeIsOver() throws Exception {
        workers(1, 1, 1, 100);
        take(need("a"));

        assertThat(tryTake(need("a"), Duration.ZERO)).isNull();
    }

    @Test
    void workerIsReplacedAfterItsLife() throws Exception {
        workers(1, 1, 1, 2);
        SharedWorker first = take(need("a"));
        first.leave();
        assertThat(take(need("a"))).isSameAs(first);

        first.leave();

        assertThat(first.worker().alive()).isFalse();
        assertThat(take(need("a"))).isNotSameAs(first);
    }

    @Test
    void workerAboveTheMemoryMarkIsReplacedOnceItIsEmpty() throws Exception {
        workers(1, 2, 2, 100);
        SharedWorker first = take(need("a"));
        FakeWorker worker = (FakeWorker) first.worker();
        worker.heapUsed = USUAL * 7 / 10;

        SharedWorker second = take(need("a"));

        assertThat(second).isNotSameAs(first);
        assertThat(worker.alive()).isTrue();
        first.leave();
        assertThat(worker.alive()).isFalse();
    }

    @Test
    void workersBeyondTheWantedNumberEndAfterAMinuteOfIdleness() throws Exception {
        Workers all = workers(1, 3, 1, 100);
        List<SharedWorker> taken = List.of(take(need("a")), take(need("b")), take(need("c")));
        taken.forEach(SharedWorker::leave);
        all.tidy();
        assertThat(taken).allMatch(worker -> worker.worker().alive());

        now = now.plusSeconds(61);
        all.tidy();

        assertThat(taken).filteredOn(worker -> worker.worker().alive()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void deadWorkerIsReplacedAndNobodyIsPlacedInIt() throws Exception {
        workers(2, 3, 2, 100);
        SharedWorker first = take(need("a"));

        ((FakeWorker) first.worker()).die();

        assertThat(take(need("a"))).isNotSameAs(first);
    }

    @Test
    void sessionIsRefusedWithTheReasonWhenNoWorkerStarts() {
        failure = "a sandbox worker does not start: java: not found";
        tryToStart(workers(), 3);

        assertThatThrownBy(() -> take(need("a")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("java: not found");
    }

    @Test
    void workersThatDoNotStartAreTriedSeldomAndUsedOnceTheyDo() throws Exception {
        failure = "broken";
        Workers all = workers();
        tryToStart(all, 3);
        assertThatThrownBy(() -> take(need("a"))).hasMessage("broken");
        int before = attempts.get();
        for (int i = 0; i < 50; i++) {
            all.tidy();
            assertThatThrownBy(() -> take(need("a"))).hasMessage("broken");
        }
        assertThat(attempts).hasValue(before);

        failure = null;
        now = now.plusSeconds(60);
        all.tidy();

        assertThat(take(need("a")).worker().alive()).isTrue();
    }

    @Test
    void sessionWaitsForTheNextWorkerWhenOneEndsWhileItStarts() throws Exception {
        failure = "it was killed";
        Workers all = workers();
        tryToStart(all, 1);
        Future<SharedWorker> waiting = threads.submit(() -> take(need("a")));
        failure = null;
        tryToStart(all, 2);

        assertThat(waiting.get().worker().alive()).isTrue();
    }

    @Test
    void noMoreWorkersStartAtOnceThanThereAreProcessors() throws Exception {
        starts.drainPermits();
        int most = Math.max(2, Runtime.getRuntime().availableProcessors());
        Workers all = workers(most + 3, most + 3, 1, 100);
        for (int i = 0; i < 20; i++) {
            all.tidy();
        }
        while (attempts.get() < most) {
            Thread.onSpinWait();
        }
        assertThat(attempts).hasValue(most);

        starts.release(100);
        tryToStart(all, most + 3);

        assertThat(attempts).hasValue(most + 3);
    }

    @Test
    void idleWorkersMakeRoomForTheHeapOfALargerOne() throws Exception {
        workersWithin(DataSize.ofGigabytes(5));
        SharedWorker first = take(need("a"));
        SharedWorker second = take(need("b"));
        first.leave();

        SharedWorker large = take(new WorkerNeed("a", true, 3 * USUAL));

        assertThat(large.worker().heap()).isEqualTo(3 * USUAL);
        assertThat(second.worker().alive()).isTrue();
    }

    @Test
    void sessionWaitsForTheHeapThatOthersHave() throws Exception {
        Workers all = workersWithin(DataSize.ofGigabytes(5));
        SharedWorker large = take(new WorkerNeed("a", true, LARGE));
        WorkerNeed need = new WorkerNeed("b", true, 2 * USUAL);
        assertThat(tryTake(need, Duration.ZERO)).isNull();
        assertThat(all.hasHeapFor(need)).isFalse();
        Future<SharedWorker> waiting = threads.submit(() -> take(need));

        large.leave();

        assertThat(waiting.get().worker().heap()).isEqualTo(2 * USUAL);
        assertThat(heaps).containsOnlyOnce(LARGE, 2 * USUAL);
    }

    @Test
    void workerThatOpensNoSessionIsReplacedOnceItIsEmpty() throws Exception {
        Workers all = workers();
        SharedWorker first = take(need("a"));
        first.worker().refused();

        assertThat(take(need("a"))).isNotSameAs(first);
        first.leave();
        all.tidy();

        assertThat(first.worker().alive()).isFalse();
    }

    @Test
    void idleWorkerThatTurnsOutToBeAboveTheMemoryMarkIsReplaced() throws Exception {
        Workers all = workers();
        SharedWorker first = take(need("a"));
        first.leave();
        ((FakeWorker) first.worker()).heapUsed = USUAL * 7 / 10;

        all.tidy();

        assertThat(first.worker().alive()).isFalse();
    }

    @Test
    void workerWhoseHeapIsSmallServesNevertheless() throws Exception {
        workers(1, 1, 1, 100);
        FakeWorker small = started.take();
        small.heapUsed = USUAL * 7 / 10;

        assertThat(take(need("a")).worker()).isSameAs(small);
    }

    @Test
    void memoryForAllWorkersFollowsTheMachineButNeverForbidsThoseThatAreKept() {
        WorkerProperties limits =
                new WorkerProperties(2, 8, 8, 100, DataSize.ofGigabytes(1), DataSize.ofGigabytes(8), null, false);

        assertThat(limits.totalHeap()).isEqualTo(Long.MAX_VALUE);
        assertThat(limits.within(16 * USUAL).totalHeap()).isEqualTo(12 * USUAL);
        assertThat(limits.within(USUAL).totalHeap()).isEqualTo(2 * USUAL);
        assertThat(limits.within(16 * USUAL).within(USUAL).totalHeap()).isEqualTo(12 * USUAL);
    }

    private void dieAtOnce(Workers all) throws InterruptedException {
        FakeWorker worker = started.take();
        while (!all.ready()) {
            Thread.onSpinWait();
        }
        worker.die();
    }

    @Test
    void workersThatEndAsSoonAsTheyStartAreNotStartedAgainAtOnce() throws Exception {
        Workers all = workers(1, 1, 1, 100);
        for (int i = 0; i < 3; i++) {
            dieAtOnce(all);
            now = now.plusSeconds(30);
            all.tidy();
        }
        dieAtOnce(all);
        int before = attempts.get();

        for (int i = 0; i < 50; i++) {
            all.tidy();
        }

        assertThat(attempts).hasValue(before);
    }

    @Test
    void readyOnceAWorkerHasAnInterpreter() throws Exception {
        starts.drainPermits();
        Workers all = workers();
        assertThat(all.ready()).isFalse();

        starts.release(100);
        take(need("a"));

        assertThat(all.ready()).isTrue();
    }

    @Test
    void closeEndsAllWorkersAlsoThoseThatAreBeingStarted() throws Exception {
        starts.drainPermits();
        Workers all = workers();
        Callable<@Nullable WorkerSeat> waiting = () -> tryTake(need("a"), SOON);
        Future<@Nullable WorkerSeat> taken = threads.submit(waiting);

        all.close();
        starts.release(100);

        assertThat(taken.get()).isNull();
        started.take().onExit().get();
    }
}
