package io.rlmgateway.bench;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs one method under JMH, in a JVM of its own. */
final class Jmh {

    /** GraalPy's interpreter is compiled by the JVM as it runs: a cell becomes several times faster in its first hundreds. */
    private static final int WARM_UPS = 8;

    private static final TimeValue ITERATION = TimeValue.seconds(1);

    private Jmh() {}

    /**
     * Measures a method.
     *
     * @param type the class that declares it
     * @param method its name
     * @param iterations how many iterations count
     * @param into takes each iteration's score; in the unit that the class names
     * @param modes where Python runs, for a method that runs in a sandbox of ours
     * @return the same
     */
    static Samples run(Class<?> type, String method, int iterations, Samples into, String... modes)
            throws RunnerException {
        List<String> jvmArguments = ManagementFactory.getRuntimeMXBean().getInputArguments();
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + type.getName().replace(".", "\\.") + "\\." + method + "$")
                .forks(1)
                .warmupIterations(WARM_UPS)
                .warmupTime(ITERATION)
                .measurementIterations(iterations)
                .measurementTime(ITERATION)
                .jvmArgs(jvmArguments.toArray(String[]::new))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        if (modes.length > 0) {
            options.param("mode", modes);
        }
        for (RunResult result : new Runner(options.build()).run()) {
            for (BenchmarkResult fork : result.getBenchmarkResults()) {
                fork.getIterationResults()
                        .forEach(iteration ->
                                into.add(iteration.getPrimaryResult().getScore()));
            }
        }
        return into;
    }
}
