package io.rlmgateway.bench;

import java.nio.file.Path;

/**
 * What there is to measure with.
 *
 * @param jar the packaged service
 * @param folder a directory for everything that is written, deleted at the end
 * @param rounds how often to measure what is quick to measure
 */
record Bench(Path jar, Path folder, int rounds) {

    /** {@return how often to measure what takes many seconds} */
    int fewRounds() {
        return Math.min(rounds, 3);
    }
}
