package io.rlmgateway.document;

import java.io.IOException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps the rows and the stored parts of one content in step: whoever changes both holds its lock. */
final class ContentLocks {

    private static final int STRIPES = 64;

    private final Lock[] stripes = new Lock[STRIPES];

    ContentLocks() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock();
        }
    }

    void run(ContentKey content, Step step) throws IOException {
        Lock lock = stripes[Math.floorMod(content.hashCode(), STRIPES)];
        lock.lock();
        try {
            step.run();
        } finally {
            lock.unlock();
        }
    }

    /** What is done under the lock. */
    interface Step {
        void run() throws IOException;
    }
}
