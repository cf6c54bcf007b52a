package io.rlmgateway.upstream.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.tracing.Spans;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.Models;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Calls that are cancelled while they wait or are under way leave nothing behind. */
@Timeout(3_000)
class CancelledCallsTest {

    private static final int WAVE = 200;
    private static final int PLACES = 100;

    @Test
    void thousandsOfCancelledCallsLeaveNothing() throws IOException {
        leavesNothing(2_000);
    }

    @Test
    @Tag("soak")
    void hundredThousandCancelledCallsLeaveNothing() throws IOException {
        leavesNothing(100_000);
    }

    private static void leavesNothing(int calls) throws IOException {
        Semaphore arrived = new Semaphore(0);
        Semaphore left = new Semaphore(0);
        try (ScriptedServer server = new ScriptedServer((request, connection) -> {
            arrived.release();
            connection.awaitLeaving();
            left.release();
        })) {
            new ApplicationContextRunner()
                    .withBean(Spans.class, Spans::none)
                    .withUserConfiguration(UpstreamFailuresTest.Application.class)
                    .withPropertyValues(
                            "rlm.upstreams.faulty.kind=openai",
                            "rlm.upstreams.faulty.base-url=" + server.baseUrl(),
                            "rlm.upstreams.faulty.api-key=" + Settings.KEY,
                            "rlm.upstreams.faulty.max-concurrency=" + PLACES)
                    .run(context -> {
                        Models models = context.getBean(Models.class);
                        wave(models, arrived);
                        int threads = Thread.activeCount();
                        for (int done = WAVE; done < calls; done += WAVE) {
                            wave(models, arrived);
                        }
                        // each request that arrived has lost its client
                        left.acquire(server.requests().size());
                        assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 4);
                        assertThat(models.load()).hasSize(1).allSatisfy(load -> {
                            assertThat(load.inFlight()).isZero();
                            assertThat(load.waiting()).isZero();
                        });
                    });
        }
    }

    /** Half of the calls are under way, and the others wait, when all are cancelled. */
    private static void wave(Models models, Semaphore arrived) throws InterruptedException {
        Semaphore cancelled = new Semaphore(0);
        ModelRequest request = UpstreamFailuresTest.request(Purpose.LEAF);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < WAVE; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    models.complete(request, piece -> {});
                } catch (CancellationException e) {
                    cancelled.release();
                }
            }));
        }
        arrived.acquire(PLACES);
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(cancelled.availablePermits()).isEqualTo(WAVE);
        arrived.drainPermits();
    }
}
