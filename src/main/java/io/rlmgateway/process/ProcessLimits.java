package io.rlmgateway.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;

/**
 * What a process may use of the machine besides memory and time (setrlimit(2)): no core file, which would hold documents;
 * few open files; no large files.
 */
final class ProcessLimits {

    private static final int PRLIMIT_X86_64 = 302;
    private static final int PRLIMIT_AARCH64 = 261;

    private static final int FILE_SIZE = 1;
    private static final int CORE = 4;
    private static final int OPEN_FILES = 7;

    private static final long MOST_OPEN_FILES = 1_024;

    private ProcessLimits() {}

    /**
     * Applies them.
     *
     * @param largestFile bytes that a file it writes may have
     * @return whether the kernel took all of them
     */
    static boolean apply(LinuxCalls linux, long largestFile) {
        long prlimit = System.getProperty("os.arch").equals("aarch64") ? PRLIMIT_AARCH64 : PRLIMIT_X86_64;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limit = arena.allocate(2L * Long.BYTES, Long.BYTES);
            boolean all = true;
            Map<Integer, Long> limits = Map.of(FILE_SIZE, largestFile, CORE, 0L, OPEN_FILES, MOST_OPEN_FILES);
            for (Map.Entry<Integer, Long> each : limits.entrySet()) {
                limit.set(ValueLayout.JAVA_LONG, 0, each.getValue());
                limit.set(ValueLayout.JAVA_LONG, Long.BYTES, each.getValue());
                all &= linux.call(prlimit, 0, each.getKey(), limit.address()) == 0;
            }
            return all;
        }
    }
}
