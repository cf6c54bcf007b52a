package io.rlmgateway.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * A batch of sub-calls that an upstream answers after 200 ms each, beside the same number of calls by the JDK's HTTP
 * client on virtual threads.
 */
final class SubCallBatch implements Measurement {

    private static final int WARM_UPS = 5;
    private static final List<Cell> CELLS = List.of(
            new Cell("`llm_query_batched` of", 64, UpstreamServer.askForBatch(64)),
            new Cell("`llm_query_batched` of", 256, UpstreamServer.askForBatch(256)),
            new Cell("a plain loop of", 64, UpstreamServer.askForLoop(64)));

    /** What the root model writes. */
    private record Cell(String name, int size, String question) {}

    @Override
    public void measure(Bench bench, Report report) throws Exception {
        try (Upstream upstream = Upstream.start();
                Service service = Service.start(bench, upstream.port());
                ChatClient gateway = new ChatClient(service.port());
                ChatClient model = new ChatClient(upstream.port())) {
            for (Cell cell : CELLS) {
                measure(cell, WARM_UPS, service, gateway, model);
                Times times = measure(cell, bench.rounds(), service, gateway, model);
                String beside = cell.size() + " calls by a bare HttpClient on virtual threads";
                report.add(
                        cell.name() + " " + cell.size() + " sub-calls of 200 ms, timed by the cell",
                        times.batch,
                        beside,
                        times.bare);
                report.add("the whole session around it", times.session, beside, times.bare);
            }
        }
    }

    private static Times measure(Cell cell, int rounds, Service service, ChatClient gateway, ChatClient model)
            throws Exception {
        Times times = new Times(Samples.milliseconds(), Samples.milliseconds(), Samples.milliseconds());
        for (int i = 0; i < rounds; i++) {
            service.awaitQuiet();
            Stopwatch bare = new Stopwatch();
            askAtOnce(cell.size(), model);
            times.bare.addMilliseconds(bare.elapsed());

            service.awaitQuiet();
            Stopwatch session = new Stopwatch();
            String answer = gateway.ask(Service.RLM, cell.question());
            times.session.addMilliseconds(session.elapsed());
            times.batch.add(seconds(answer, cell.size()) * 1000);
        }
        return times;
    }

    private static void askAtOnce(int size, ChatClient model) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> calls = IntStream.range(0, size)
                    .<Callable<String>>mapToObj(number -> () -> model.ask("leaf", "piece " + number))
                    .toList();
            for (Future<String> call : threads.invokeAll(calls)) {
                if (!call.get().equals(UpstreamServer.LEAF_ANSWER)) {
                    throw new IllegalStateException("The upstream answered " + call.get());
                }
            }
        }
    }

    private static double seconds(String answer, int size) throws IOException {
        String[] countAndSeconds = answer.split(" ", -1);
        if (countAndSeconds.length != 2 || !countAndSeconds[0].equals(String.valueOf(size))) {
            throw new IOException("Not every sub-call came back: " + answer);
        }
        return Double.parseDouble(countAndSeconds[1]);
    }

    private record Times(Samples bare, Samples batch, Samples session) {}
}
