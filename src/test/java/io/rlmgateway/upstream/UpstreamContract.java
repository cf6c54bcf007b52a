package io.rlmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.ModelRequest.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every upstream must do, whatever it is made of; each provider has a subclass beside it that runs this. */
@Timeout(60)
public abstract class UpstreamContract {

    /** {@return the provider under test} */
    protected abstract UpstreamProvider provider();

    /** {@return settings under which the provider opens an upstream that replies with some text to any prompt} */
    protected abstract UpstreamProperties settings();

    /** {@return settings under which no reply comes before the calling thread is interrupted} */
    protected abstract UpstreamProperties settingsOfSilence();

    /** {@return a model that the upstream serves} */
    protected abstract String model();

    @Test
    void opensWithoutAnythingMissing() {
        assertThat(provider().missing("tested", settings())).isNull();
    }

    @Test
    void replyIsItsPiecesJoined() {
        List<String> pieces = new ArrayList<>();

        ModelReply reply = open(settings()).complete(model(), request(null), pieces::add);

        assertThat(reply.text()).isNotEmpty().isEqualTo(String.join("", pieces));
        assertThat(pieces).doesNotContain("");
    }

    @Test
    void piecesArriveOnTheCallingThread() {
        Set<Thread> threads = new HashSet<>();

        open(settings()).complete(model(), request(null), piece -> threads.add(Thread.currentThread()));

        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void usageIsCounted() {
        ModelReply reply = open(settings()).complete(model(), request(null), piece -> {});

        assertThat(reply.usage().input()).isPositive();
        assertThat(reply.usage().output()).isPositive();
        assertThat(reply.usage().cached()).isBetween(0L, reply.usage().input());
        assertThat(reply.usage().reasoning()).isBetween(0L, reply.usage().output());
    }

    @Test
    void replyThatFitsEndsByItself() {
        assertThat(open(settings())
                        .complete(model(), request(null), piece -> {})
                        .stop())
                .isEqualTo(StopReason.STOP);
    }

    @Test
    void replyBeyondTheCapIsCutAndSaysSo() {
        ModelReply reply = open(settings()).complete(model(), request(1), piece -> {});

        assertThat(reply.stop()).isEqualTo(StopReason.LENGTH);
    }

    @Test
    void manyCallsAtOnceAllReply() throws Exception {
        Upstream upstream = open(settings());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ModelReply>> replies = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                replies.add(threads.submit(() -> upstream.complete(model(), request(null), piece -> {})));
            }
            for (Future<ModelReply> reply : replies) {
                assertThat(reply.get().text()).isNotEmpty();
            }
        }
    }

    @Test
    void failureOfTheReceiverReachesTheCaller() {
        Upstream upstream = open(settings());

        assertThatThrownBy(() -> upstream.complete(model(), request(null), piece -> {
                    throw new IllegalArgumentException("the client is gone");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the client is gone");
    }

    @Test
    void interruptAbortsTheCallAndStaysSet() throws Exception {
        Upstream upstream = open(settingsOfSilence());
        CountDownLatch started = new CountDownLatch(1);
        Set<Boolean> interrupted = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Thread[] caller = new Thread[1];
            Future<?> call = threads.submit(() -> {
                caller[0] = Thread.currentThread();
                started.countDown();
                try {
                    upstream.complete(model(), request(null), piece -> {});
                } finally {
                    interrupted.add(Thread.currentThread().isInterrupted());
                }
            });
            started.await();
            caller[0].interrupt();

            assertThatThrownBy(call::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(CancellationException.class);
        }
        assertThat(interrupted).containsExactly(true);
    }

    /**
     * A call with a short prompt.
     *
     * @param maxOutputTokens cap of the reply, or null
     * @return the call
     */
    protected final ModelRequest request(@Nullable Integer maxOutputTokens) {
        return new ModelRequest(
                "tested/" + model(),
                Purpose.DIRECT,
                List.of(
                        Message.system("You answer from the text that you are given."),
                        Message.user("The bridge was opened in 1932 and painted grey in 1951. When was it opened?")),
                ModelOptions.of(maxOutputTokens, Duration.ofSeconds(30)),
                new Share("tested", 1));
    }

    private Upstream open(UpstreamProperties settings) {
        return provider().open("tested", settings);
    }
}
