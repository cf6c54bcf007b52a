package io.rlmgateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the operating system knows of a process. */
final class ProcessFacts {

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Duration LOOK = Duration.ofMillis(150);
    private static final Duration IDLE = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private ProcessFacts() {}

    /** {@return bytes of memory that the process and those it started have in RAM, shared pages included; Linux only} */
    static long residentBytes(ProcessHandle process) {
        return all(process).mapToLong(ProcessFacts::ownResidentBytes).sum();
    }

    private static Stream<ProcessHandle> all(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants());
    }

    private static long ownResidentBytes(ProcessHandle process) {
        try {
            String status = Files.readString(Path.of("/proc/" + process.pid() + "/status"));
            Matcher resident = RESIDENT.matcher(status);
            return resident.find() ? Long.parseLong(resident.group(1)) * 1024 : 0;
        } catch (IOException e) {
            if (process.isAlive()) {
                throw new IllegalStateException("The memory of a process is read from /proc, which is not there", e);
            }
            return 0;
        }
    }

    /**
     * Waits until the process, with those it started, has next to nothing to do: its start is over, or its pool of warm contexts full again.
     * After 20 s it goes on in any case.
     */
    static void awaitQuiet(ProcessHandle process) {
        long begin = System.nanoTime();
        int quietLooks = 0;
        while (quietLooks < 2 && System.nanoTime() - begin < PATIENCE.toNanos()) {
            Duration before = cpuTime(process);
            LockSupport.parkNanos(LOOK.toNanos());
            boolean quiet = cpuTime(process).minus(before).compareTo(IDLE) <= 0;
            quietLooks = quiet ? quietLooks + 1 : 0;
        }
    }

    private static Duration cpuTime(ProcessHandle process) {
        return all(process)
                .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
