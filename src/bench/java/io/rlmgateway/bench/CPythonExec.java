package io.rlmgateway.bench;

import java.io.IOException;
import java.util.List;

/** What CPython itself takes for code, where there is a {@code python3}. */
final class CPythonExec {

    private static final String TIMED = """
            import sys, time
            names = {"same": lambda number: number}
            for repetition in range(2_000):
                code = sys.argv[1] + f" + {repetition}"
                begin = time.perf_counter_ns()
                exec(compile(code, "<cell>", "exec"), names)
                if repetition >= 1_000:
                    print(time.perf_counter_ns() - begin)
            """;

    private static final String READ = """
            import sys, time
            begin = time.perf_counter_ns()
            with open(sys.argv[1], encoding="utf-8", newline="") as file:
                context = file.read()
            print(time.perf_counter_ns() - begin)
            """;

    private CPythonExec() {}

    /**
     * Times cells of one line.
     *
     * @param cell what begins each of them
     * @return milliseconds; none where there is no CPython
     */
    static Samples exec(String cell) throws InterruptedException {
        return run(TIMED, cell);
    }

    /** Times the reading of a text into a string. */
    static Samples read(String file) throws InterruptedException {
        return run(READ, file);
    }

    private static Samples run(String program, String argument) throws InterruptedException {
        Samples samples = Samples.milliseconds();
        try {
            Process python = new ProcessBuilder(List.of("python3", "-c", program, argument))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            python.inputReader().lines().forEach(nanos -> samples.add(Long.parseLong(nanos) / 1e6));
            python.waitFor();
        } catch (IOException e) {
            return samples;
        }
        return samples;
    }
}
