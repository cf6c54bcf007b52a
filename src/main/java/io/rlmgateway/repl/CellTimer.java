package io.rlmgateway.repl;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds the cells whose time is over. Most cells end long before, and hundreds a second: so one thread watches all of them,
 * and a cell's start wakes it only if that cell's time is over before it would have looked again anyway.
 */
final class CellTimer implements Runnable {

    private static final long NOTHING_TO_WATCH = TimeUnit.HOURS.toNanos(1);

    private static final CellTimer ALL = new CellTimer();
    private static final Thread THREAD =
            Thread.ofPlatform().name("cell-timer").daemon().start(ALL);

    private final Set<CellClock> running = ConcurrentHashMap.newKeySet();
    private volatile long nextLook = System.nanoTime();

    private CellTimer() {}

    /** A clock was started. */
    static void watch(CellClock clock) {
        ALL.running.add(clock);
        lookAt(clock);
    }

    /** A clock goes on. */
    static void lookAt(CellClock clock) {
        long now = System.nanoTime();
        Long left = clock.left(now);
        if (left != null && now + left - ALL.nextLook < 0) {
            LockSupport.unpark(THREAD);
        }
    }

    /** A clock's cell ended. */
    static void forget(CellClock clock) {
        ALL.running.remove(clock);
    }

    @Override
    public void run() {
        while (true) {
            long now = System.nanoTime();
            // who starts a clock while the others are looked at has them looked at again
            nextLook = now + NOTHING_TO_WATCH;
            long next = look(now);
            nextLook = next;
            LockSupport.parkNanos(this, next - System.nanoTime());
        }
    }

    private long look(long now) {
        long next = now + NOTHING_TO_WATCH;
        for (CellClock clock : running) {
            Long left = clock.left(now);
            if (left != null && left <= 0) {
                clock.timeIsOver();
            } else if (left != null && now + left - next < 0) {
                next = now + left;
            }
        }
        return next;
    }
}
