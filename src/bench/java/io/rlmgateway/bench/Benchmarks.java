package io.rlmgateway.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Measures and prints a table. Arguments are the names of the measurements to run, all if there are none; system
 * property {@code bench.jar} names the packaged service, {@code bench.rounds} says how often to measure.
 */
final class Benchmarks {

    private static final List<Measurement> ALL = List.of(
            new CellRoundTrip(),
            new SessionCheckout(),
            new ContextLoad(),
            new SessionMemory(),
            new SessionRebuild(),
            new WorkerStart(),
            new CancelTime(),
            new OneTurnSession(),
            new RelaySpeed(),
            new SubCallBatch(),
            new FileUpload(),
            new ServiceStart());

    private Benchmarks() {}

    public static void main(String[] names) throws Exception {
        List<Measurement> wanted = names.length == 0
                ? ALL
                : Arrays.stream(names).map(Benchmarks::named).toList();
        Report report = new Report(System.out);
        try (Scratch scratch = new Scratch()) {
            Bench bench = new Bench(
                    Path.of(System.getProperty("bench.jar", "")),
                    scratch.folder(),
                    Integer.getInteger("bench.rounds", 5));
            for (Measurement measurement : wanted) {
                measurement.measure(bench, report);
            }
        }
        report.print();
    }

    private static Measurement named(String name) {
        return ALL.stream()
                .filter(measurement -> measurement.getClass().getSimpleName().equals(name))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("No measurement '" + name + "'; there are "
                        + ALL.stream()
                                .map(each -> each.getClass().getSimpleName())
                                .toList()));
    }
}
