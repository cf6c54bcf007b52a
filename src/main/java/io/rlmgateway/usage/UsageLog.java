package io.rlmgateway.usage;

import io.rlmgateway.access.AnsweredRequest;
import io.rlmgateway.access.BegunRequest;
import io.rlmgateway.access.RequestListener;
import io.rlmgateway.access.SpendingHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Keeps a row of every question. Rows are written by one thread, many at once, so that no answer waits for the disk; what
 * waits is written before the service stops.
 */
@Component
final class UsageLog implements RequestListener, SpendingHistory, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(UsageLog.class);
    private static final int MOST_AT_ONCE = 500;
    private static final int ATTEMPTS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final UsageTable table;
    private final BlockingQueue<Entry> waiting = new LinkedBlockingQueue<>();
    private final Thread writer;

    UsageLog(UsageTable table) {
        this.table = table;
        this.writer = Thread.ofPlatform().name("usage-writer").daemon().start(this::write);
    }

    /** What the writer does next. */
    private sealed interface Entry {

        record Begun(BegunRequest request) implements Entry {}

        record Row(AnsweredRequest request) implements Entry {}

        /** All before it is written. */
        record Mark(CountDownLatch reached, boolean last) implements Entry {}
    }

    @Override
    public void begun(BegunRequest request) {
        waiting.add(new Entry.Begun(request));
    }

    @Override
    public void ended(AnsweredRequest request) {
        waiting.add(new Entry.Row(request));
    }

    @Override
    public double spentUsd(String keyId, Instant from) {
        flush();
        return table.spentUsd(keyId, from);
    }

    /** Waits until all rows that there are now can be read. */
    void flush() {
        await(false);
    }

    @Override
    public void destroy() {
        await(true);
    }

    private void await(boolean last) {
        CountDownLatch reached = new CountDownLatch(1);
        waiting.add(new Entry.Mark(reached, last));
        try {
            if (writer.isAlive() && !reached.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Rows of usage are being written slowly; {} wait", waiting.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        boolean last = false;
        while (!last) {
            try {
                last = writeSome();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                last = true;
            }
        }
    }

    /** {@return whether nothing follows} */
    private boolean writeSome() throws InterruptedException {
        List<Entry> some = new ArrayList<>();
        some.add(waiting.take());
        waiting.drainTo(some, MOST_AT_ONCE - 1);
        store(
                some.stream()
                        .filter(Entry.Begun.class::isInstance)
                        .map(entry -> ((Entry.Begun) entry).request())
                        .toList(),
                some.stream()
                        .filter(Entry.Row.class::isInstance)
                        .map(entry -> ((Entry.Row) entry).request())
                        .toList());
        boolean last = false;
        for (Entry entry : some) {
            if (entry instanceof Entry.Mark(CountDownLatch reached, boolean isLast)) {
                reached.countDown();
                last |= isLast;
            }
        }
        return last;
    }

    private void store(List<BegunRequest> begun, List<AnsweredRequest> rows) throws InterruptedException {
        boolean empty = begun.isEmpty() && rows.isEmpty();
        for (int attempt = 1; attempt <= ATTEMPTS && !empty; attempt++) {
            try {
                table.store(begun, rows);
                return;
            } catch (DataAccessException e) {
                LOG.error(
                        "{} rows of usage could not be written (attempt {} of {})", rows.size(), attempt, ATTEMPTS, e);
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }
}
