package io.rlmgateway.upstream;

import java.util.Arrays;

/** Counts what happened in the second before now, to a fiftieth of it. Guarded by its owner. */
final class RecentSecond {

    private static final int SLOTS = 50;
    private static final long SLOT_NANOS = 1_000_000_000L / SLOTS;

    private final int[] counts = new int[SLOTS];
    private long slot = Long.MIN_VALUE;
    private int sum;

    /** Something happens now. */
    void add(long now) {
        advance(now);
        counts[Math.floorMod(slot, SLOTS)]++;
        sum++;
    }

    /** {@return how much happened in the second before now} */
    int count(long now) {
        advance(now);
        return sum;
    }

    private void advance(long now) {
        long current = Math.floorDiv(now, SLOT_NANOS);
        if (slot == Long.MIN_VALUE || current - slot >= SLOTS) {
            Arrays.fill(counts, 0);
            sum = 0;
            slot = current;
        }
        while (slot < current) {
            slot++;
            int index = Math.floorMod(slot, SLOTS);
            sum -= counts[index];
            counts[index] = 0;
        }
    }
}
