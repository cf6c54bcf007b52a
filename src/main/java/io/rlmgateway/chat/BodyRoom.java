package io.rlmgateway.chat;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Room in memory for the request bodies of all clients, in KiB. A body that is small needs none: many of them are still
 * little, and they are answered while large ones take all the room.
 */
@Component
final class BodyRoom {

    /** Bytes of a body that needs no room. */
    static final long SMALL = 64 * 1024;

    private static final int KIBIBYTE = 1024;

    /** What a body of unknown length takes at a time, in KiB. */
    private static final long STEP = 1024;

    private final int all;
    private final Semaphore room;
    private final Duration wait;

    BodyRoom(ChatProperties properties) {
        this.all = Math.clamp(properties.bodyRoom().toKilobytes(), 1, Integer.MAX_VALUE);
        this.room = new Semaphore(all, true);
        this.wait = properties.bodyWait();
    }

    /** {@return a share that holds nothing yet} */
    Share open() {
        return new Share();
    }

    /** What one body takes. Closing it gives that back. */
    final class Share implements AutoCloseable {

        private int taken;

        private Share() {}

        /**
         * Takes room for a body whose length is known, waiting for it a while.
         *
         * @param bytes its length; negative when it is not known
         * @throws FailureException with {@code Overloaded} when others keep it for too long
         */
        void takeAll(long bytes) {
            grow(kibibytes(bytes), wait);
        }

        /**
         * Takes room for what has arrived of a body. Whoever holds some already does not wait for more: two would wait
         * for each other.
         *
         * @param bytes that have arrived
         * @throws FailureException with {@code Overloaded} when there is none
         */
        void takeArrived(long bytes) {
            long needed = kibibytes(bytes);
            if (needed > taken) {
                grow(Math.min(all, needed + STEP), taken == 0 ? wait : Duration.ZERO);
            }
        }

        @Override
        public void close() {
            room.release(taken);
            taken = 0;
        }

        private void grow(long needed, Duration patience) {
            int more = (int) Math.max(0, needed - taken);
            if (!acquired(more, patience)) {
                throw new FailureException(new Failure.Overloaded(
                        "The service is busy with other large requests and has no room for this body"
                                + " (rlm.chat.body-room). Upload long texts through /v1/files, or try again later.",
                        Duration.ofSeconds(Math.clamp(wait.toSeconds(), 1, 60))));
            }
            taken += more;
        }

        private boolean acquired(int more, Duration patience) {
            try {
                return more == 0 || room.tryAcquire(more, patience.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        /** A body that is larger than all the room has it for itself. */
        private long kibibytes(long bytes) {
            return bytes <= SMALL ? 0 : Math.min(all, (bytes + KIBIBYTE - 1) / KIBIBYTE);
        }
    }
}
