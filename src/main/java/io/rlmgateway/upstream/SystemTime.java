package io.rlmgateway.upstream;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The time of the clock on the wall. A virtual thread that waits occupies no other; one thread sets all alarms off. */
enum SystemTime implements Time {
    /** There is but one. */
    INSTANCE;

    @SuppressWarnings("ImmutableEnumChecker") // holds nothing but alarms
    private final ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("upstream-alarms").factory());

    SystemTime() {
        alarms.setRemoveOnCancelPolicy(true);
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    @Override
    public Signal signal() {
        return new Latch(new CountDownLatch(1));
    }

    @Override
    public Alarm alarm(Duration after, Runnable action) {
        Future<?> future = alarms.schedule(action, after.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public void fork(Runnable task) {
        Thread.ofVirtual().start(task);
    }

    private record Latch(CountDownLatch latch) implements Signal {

        @Override
        public void give() {
            latch.countDown();
        }

        @Override
        public boolean await(Duration most) throws InterruptedException {
            return latch.await(most.toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
