package io.rlmgateway.trajectory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

/** A process that is killed while it records. */
class CrashTest {

    private static final int THREADS = 8;
    private static final int ENOUGH = 2000;
    private static final Pattern REPORT = Pattern.compile("stored (\\d+) (\\d+)");

    @Test
    void everyEventWhoseRecordReturnedIsThereAfterTheProcessWasKilled(@TempDir Path directory) throws Exception {
        long[] returned = recordUntilKilled(directory);

        try (StoredTrajectories journal = journal(directory)) {
            for (int run = 0; run < THREADS; run++) {
                assertThat(journal.events("acme", "run_" + run, 0))
                        .hasSizeGreaterThanOrEqualTo((int) returned[run])
                        .extracting(RecordedEvent::event)
                        .startsWith(step(1), step(2), step(3));
            }
            journal.endAbandoned(true, Instant.EPOCH);
            assertThat(journal.list("acme", null, 100))
                    .hasSize(THREADS)
                    .allMatch(run -> run.status() == Run.Status.CANCELLED);
        }
    }

    private static long[] recordUntilKilled(Path directory) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Recorder.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long[] returned = new long[THREADS];
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            int count = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher report = REPORT.matcher(line);
                if (report.matches()) {
                    returned[Integer.parseInt(report.group(1))] = Long.parseLong(report.group(2));
                    count++;
                }
                // by its handle, which unlike the process leaves what it has written readable
                if (count == ENOUGH) {
                    process.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(returned).doesNotContain(0);
        return returned;
    }

    private static StoredTrajectories journal(Path directory) {
        return new StoredTrajectories(
                new SqliteEventStore(JournalDatabase.in(directory, new SQLiteConfig())),
                new RunListeners(List::of),
                InstantSource.system(),
                Duration.ofSeconds(3));
    }

    private static Event step(int number) {
        return new Event.CellStarted(1, number, "x" + "y".repeat(number % 2000));
    }

    /** The process: records for ever, and says on standard output what has been stored. */
    static final class Recorder {

        private Recorder() {}

        public static void main(String[] arguments) {
            StoredTrajectories journal = journal(Path.of(arguments[0]));
            for (int thread = 0; thread < THREADS; thread++) {
                int run = thread;
                Thread.ofPlatform().start(() -> record(run, journal.open("run_" + run, "acme", "rlm")));
            }
        }

        private static void record(int run, Trajectory trajectory) {
            for (int number = 1; ; number++) {
                trajectory.record(0, step(number));
                report("stored " + run + " " + number + "\n");
            }
        }

        private static void report(String line) {
            synchronized (System.out) {
                System.out.write(line.getBytes(StandardCharsets.UTF_8), 0, line.length());
                System.out.flush();
            }
        }
    }
}
