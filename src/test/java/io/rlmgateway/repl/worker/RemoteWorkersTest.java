package io.rlmgateway.repl.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class RemoteWorkersTest {

    private static final long HEAP = DataSize.ofGigabytes(1).toBytes();

    private final Map<String, List<String>> names = new ConcurrentHashMap<>();
    private final Map<String, FakeSite> sites = new ConcurrentHashMap<>();
    private volatile Instant now = Instant.EPOCH;
    private final RemoteWorkers remote =
            new RemoteWorkers(List.of(new HostAndPort("workers", 1)), this::resolve, this::site, () -> now);

    private static final class FakeSite implements RemoteWorkers.Site {
        private final List<FakeWorker> workers = new CopyOnWriteArrayList<>();
        private volatile @Nullable IOException failure;
        private volatile boolean closed;

        @Override
        public Worker start(long heap) throws IOException {
            if (failure != null) {
                throw failure;
            }
            workers.add(new FakeWorker(heap));
            return workers.getLast();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @AfterEach
    void close() {
        remote.close();
    }

    private List<InetAddress> resolve(String host) throws UnknownHostException {
        List<String> addresses = names.get(host);
        if (addresses == null) {
            throw new UnknownHostException(host);
        }
        List<InetAddress> found = new ArrayList<>();
        for (String address : addresses) {
            found.add(InetAddress.getByName(address));
        }
        return found;
    }

    private FakeSite site(HostAndPort name, InetSocketAddress address) {
        assertThat(address.getPort()).isEqualTo(name.port());
        return sites.computeIfAbsent(address.getAddress().getHostAddress(), added -> new FakeSite());
    }

    private FakeSite site(String address) {
        return Objects.requireNonNull(sites.get(address));
    }

    @Test
    void everyAddressOfANameIsAWorker() throws Exception {
        names.put("workers", List.of("10.0.0.1", "10.0.0.2"));

        remote.start(HEAP);
        remote.start(HEAP);

        assertThat(site("10.0.0.1").workers).hasSize(1);
        assertThat(site("10.0.0.2").workers).hasSize(1);
        assertThat(remote.capacity()).isEqualTo(2);
        assertThatThrownBy(() -> remote.start(HEAP))
                .hasMessage("no remote worker is free: all 2 that [workers:1] stand for are in use or failed just now");
    }

    @Test
    void workerIsUsedAgainOnceItsProcessIsGone() throws Exception {
        names.put("workers", List.of("10.0.0.1"));
        Worker first = remote.start(HEAP);

        first.stop();

        assertThat(remote.start(HEAP)).isNotSameAs(first);
    }

    @Test
    void newAddressIsANewWorkerAndAForgottenOneIsGivenUpOnceItsProcessIsGone() throws Exception {
        names.put("workers", List.of("10.0.0.1"));
        Worker first = remote.start(HEAP);
        names.put("workers", List.of("10.0.0.2"));

        remote.resolve();

        assertThat(remote.keeps(first)).isFalse();
        assertThat(remote.capacity()).isEqualTo(2);
        assertThat(remote.keeps(remote.start(HEAP))).isTrue();
        assertThat(site("10.0.0.1").closed).isFalse();
        first.stop();
        remote.resolve();
        assertThat(site("10.0.0.1").closed).isTrue();
        assertThat(remote.capacity()).isEqualTo(1);
    }

    @Test
    void addressThatComesBackIsKept() throws Exception {
        names.put("workers", List.of("10.0.0.1"));
        Worker worker = remote.start(HEAP);
        names.put("workers", List.of());
        remote.resolve();
        assertThat(remote.keeps(worker)).isFalse();

        names.put("workers", List.of("10.0.0.1"));
        remote.resolve();

        assertThat(remote.keeps(worker)).isTrue();
    }

    @Test
    void nameThatCannotBeLookedUpNowKeepsItsLastAnswer() throws Exception {
        names.put("workers", List.of("10.0.0.1"));
        remote.resolve();
        names.remove("workers");

        remote.resolve();

        assertThat(remote.start(HEAP).alive()).isTrue();
    }

    @Test
    void unknownNameIsSaid() {
        assertThat(remote.capacity()).isEqualTo(1);
        assertThatThrownBy(() -> remote.start(HEAP))
                .hasMessage("no remote worker is free: nothing is found by the names [workers:1]");
    }

    @Test
    void workerThatCannotBeUsedIsLeftAloneForAWhileAndAnotherIsTaken() throws Exception {
        names.put("workers", List.of("10.0.0.1", "10.0.0.2"));
        remote.resolve();
        site("10.0.0.1").failure = new IOException("nobody is there");

        remote.start(HEAP);

        assertThat(site("10.0.0.2").workers).hasSize(1);
        assertThat(remote.capacity()).isEqualTo(1);
        site("10.0.0.1").failure = null;
        assertThatThrownBy(() -> remote.start(HEAP)).isInstanceOf(IOException.class);
        now = now.plusSeconds(5);
        assertThat(remote.capacity()).isEqualTo(2);
        remote.start(HEAP);
        assertThat(site("10.0.0.1").workers).hasSize(1);
    }

    @Test
    void reasonOfTheLastFailureIsSaid() {
        names.put("workers", List.of("10.0.0.1"));
        remote.resolve();
        site("10.0.0.1").failure = new IOException("nobody is there");

        assertThatThrownBy(() -> remote.start(HEAP)).hasMessage("nobody is there");
    }

    @Test
    void workerThatHasTooLittleMemoryIsUsedForLess() throws Exception {
        names.put("workers", List.of("10.0.0.1"));
        remote.resolve();
        FakeSite site = site("10.0.0.1");
        site.failure = new IOException("too much", Status.OUT_OF_RANGE.asException());
        assertThatThrownBy(() -> remote.start(2 * HEAP)).hasMessage("too much");

        site.failure = null;

        assertThat(remote.start(HEAP).alive()).isTrue();
    }

    @Test
    void namesAreLookedUpRegularly() throws Exception {
        CountDownLatch lookups = new CountDownLatch(3);
        try (RemoteWorkers regular = new RemoteWorkers(
                List.of(new HostAndPort("workers", 1)),
                host -> {
                    lookups.countDown();
                    return List.of();
                },
                this::site,
                () -> now)) {
            regular.resolveEvery(Duration.ofMillis(1));
            lookups.await();
        }
    }

    @Test
    void sessionsMoveFromAForgottenWorkerToANewOne() throws Exception {
        names.put("workers", List.of("10.0.0.1"));
        WorkerProperties limits =
                new WorkerProperties(1, 3, 4, 100, DataSize.ofGigabytes(1), DataSize.ofGigabytes(1), null, false);
        try (Workers workers = new Workers(limits, remote, () -> now)) {
            SharedWorker first = take(workers);
            names.put("workers", List.of("10.0.0.2"));
            remote.resolve();

            SharedWorker second = take(workers);

            assertThat(second).isNotSameAs(first);
            assertThat(first.worker().alive()).isTrue();
            first.leave();
            workers.tidy();
            assertThat(first.worker().alive()).isFalse();
            assertThat(take(workers)).isSameAs(second);
        }
    }

    private static SharedWorker take(Workers workers) throws Exception {
        WorkerNeed need = new WorkerNeed("a", false, HEAP);
        return (SharedWorker) Objects.requireNonNull(
                workers.take(need, System.nanoTime() + Duration.ofSeconds(60).toNanos()));
    }
}
