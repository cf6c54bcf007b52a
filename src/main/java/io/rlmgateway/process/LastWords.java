package io.rlmgateway.process;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a process wrote to its error stream, the last of it. The stream is read to its end, so that the process never waits. */
public final class LastWords {

    private static final Logger log = LoggerFactory.getLogger(LastWords.class);
    private static final int CHARACTERS = 2_000;

    private final String name;
    private final StringBuilder last = new StringBuilder();

    private LastWords(String name) {
        this.name = name;
    }

    /**
     * Begins to read.
     *
     * @param name what the process is, for the log
     * @param process whose error stream nobody else reads
     * @return what it has said so far, at any time
     */
    public static LastWords of(String name, Process process) {
        LastWords words = new LastWords(name);
        Thread.ofVirtual().name(name + "-errors").start(() -> words.read(process));
        return words;
    }

    private void read(Process process) {
        char[] buffer = new char[CHARACTERS];
        try (Reader errors = process.errorReader(StandardCharsets.UTF_8)) {
            for (int count = errors.read(buffer); count >= 0; count = errors.read(buffer)) {
                add(String.valueOf(buffer, 0, count));
            }
        } catch (IOException e) {
            log.debug("The errors of a {} process cannot be read any more", name, e);
        }
    }

    private synchronized void add(String text) {
        log.debug("A {} process says: {}", name, text);
        last.append(text).delete(0, Math.max(0, last.length() - CHARACTERS));
    }

    /** {@return the last of it behind a colon, to be put at a sentence's end; empty if it said nothing} */
    public synchronized String said() {
        return last.isEmpty() ? "" : ": " + last.toString().strip();
    }
}
