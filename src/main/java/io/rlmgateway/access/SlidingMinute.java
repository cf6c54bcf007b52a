package io.rlmgateway.access;

import java.time.Duration;

/**
 * What was used in the last 60 seconds, in slots of a tenth of a second. A use counts until all of its slot is a minute
 * old, so in no 60 seconds is there more than the limit. Not thread-safe.
 */
final class SlidingMinute {

    private static final int SLOTS = 600;
    private static final long SLOT_NANOS = 100_000_000;

    private final long[] slots = new long[SLOTS + 1];
    private long newest = Long.MIN_VALUE;
    private long sum;

    /** {@return what was used} */
    long used(long now) {
        advance(now);
        return sum;
    }

    /**
     * Counts a use.
     *
     * @param amount how much; less than nothing takes back
     */
    void add(long amount, long now) {
        advance(now);
        slots[index(newest)] += amount;
        sum += amount;
    }

    /** Takes back what was counted at an earlier time, unless it counts no more. */
    void takeBack(long amount, long then, long now) {
        advance(now);
        long slot = Math.floorDiv(then, SLOT_NANOS);
        if (slot > newest - slots.length && slot <= newest) {
            slots[index(slot)] -= amount;
            sum -= amount;
        }
    }

    /** {@return after how long so much can be used, if nothing else is; zero for at once} */
    Duration untilRoom(long amount, long limit, long now) {
        advance(now);
        long over = sum + amount - limit;
        long slot = newest - slots.length;
        while (over > 0 && slot < newest) {
            slot++;
            over -= slots[index(slot)];
        }
        return sum + amount <= limit ? Duration.ZERO : untilGone(slot, now);
    }

    /** {@return after how long nothing that was used counts any more} */
    Duration untilEmpty(long now) {
        advance(now);
        long slot = newest;
        while (slot > newest - slots.length && slots[index(slot)] == 0) {
            slot--;
        }
        return slot == newest - slots.length ? Duration.ZERO : untilGone(slot, now);
    }

    private Duration untilGone(long slot, long now) {
        return Duration.ofNanos((slot + slots.length) * SLOT_NANOS - now);
    }

    private void advance(long now) {
        long current = Math.floorDiv(now, SLOT_NANOS);
        if (newest == Long.MIN_VALUE) {
            newest = current;
        }
        for (int i = 0; i < slots.length && newest < current; i++) {
            newest++;
            sum -= slots[index(newest)];
            slots[index(newest)] = 0;
        }
        newest = Math.max(newest, current);
    }

    private int index(long slot) {
        return (int) Math.floorMod(slot, (long) slots.length);
    }
}
