package io.rlmgateway.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * What the relay costs: latency at 500 requests a second, requests a second under full load, and the age of a stream's
 * chunks, beside a bare proxy of the JDK's and, for latency and age, the upstream itself.
 */
final class RelaySpeed implements Measurement {

    private static final int RATE = 500;
    private static final int CONNECTIONS = 16;
    private static final int STREAMS = 50;
    private static final long SECONDS = 4;
    private static final long SECOND = 1_000_000_000;
    private static final int WARM_UPS = 3;

    /** Who is asked. */
    private record Way(String name, int port, String model, Times times) {

        Way(String name, int port, String model) {
            this(name, port, model, Times.none());
        }
    }

    private record Times(Samples p50, Samples p99, Samples rate, Samples age) {

        static Times none() {
            return new Times(
                    Samples.milliseconds(), Samples.milliseconds(), Samples.perSecond(), Samples.milliseconds());
        }
    }

    @Override
    public void measure(Bench bench, Report report) throws Exception {
        try (JavaProcess upstream = JavaProcess.ofClass(RelayUpstream.class)) {
            String port = upstream.firstLine();
            try (JavaProcess proxy = JavaProcess.ofClass(BareProxy.class, port);
                    Service service = Service.start(bench, Integer.parseInt(port));
                    ExecutorService threads = Executors.newCachedThreadPool()) {
                Way itself = new Way("the upstream itself", Integer.parseInt(port), "m");
                Way bare = new Way("a bare proxy", Integer.parseInt(proxy.firstLine()), "m");
                Way relay = new Way("the relay", service.port(), Service.DIRECT);
                service.awaitQuiet();
                for (int i = 0; i < WARM_UPS; i++) {
                    load(threads, bare);
                    load(threads, relay);
                }
                for (int i = 0; i < bench.fewRounds(); i++) {
                    for (Way way : List.of(itself, bare, relay)) {
                        paced(threads, way);
                        way.times.rate.add(load(threads, way));
                        streams(threads, way);
                    }
                }
                report(report, itself, bare, relay);
            }
        }
    }

    private static void report(Report report, Way itself, Way bare, Way relay) {
        for (Way way : List.of(bare, relay)) {
            report.add(
                    "a request through " + way.name + " at 500/s, p50", way.times.p50, itself.name, itself.times.p50);
            report.add("the same, p99", way.times.p99, itself.name, itself.times.p99);
            report.add(
                    "age of a chunk through " + way.name + ", " + STREAMS + " streams, p99",
                    way.times.age,
                    itself.name,
                    itself.times.age);
        }
        report.add("requests through the relay, 16 connections", relay.times.rate, bare.name, bare.times.rate);
    }

    /** Requests at fixed times, whether those before were answered or not; the wait for a connection counts. */
    private static void paced(ExecutorService threads, Way way) throws Exception {
        byte[] request = RawClient.request(way.model, false);
        long begin = System.nanoTime() + SECOND / 10;
        List<Callable<long[]>> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            long first = begin + i * SECOND / RATE;
            clients.add(() -> {
                try (RawClient client = new RawClient(way.port)) {
                    return paced(client, request, first);
                }
            });
        }
        long[] sorted = sorted(threads, clients);
        way.times.p50.add(sorted[sorted.length / 2] / 1e6);
        way.times.p99.add(sorted[sorted.length * 99 / 100] / 1e6);
    }

    private static long[] paced(RawClient client, byte[] request, long first) throws IOException {
        long[] times = new long[(int) (RATE * SECONDS / CONNECTIONS)];
        for (int n = 0; n < times.length; n++) {
            long due = first + (long) n * CONNECTIONS * SECOND / RATE;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            // from when it was sent: how exactly a thread wakes up is not the relay's
            long sent = n > 0 && System.nanoTime() - due > SECOND / RATE ? due : System.nanoTime();
            client.ask(request);
            times[n] = System.nanoTime() - sent;
        }
        return times;
    }

    private static double load(ExecutorService threads, Way way) throws Exception {
        byte[] request = RawClient.request(way.model, false);
        long end = System.nanoTime() + SECONDS * SECOND;
        List<Callable<long[]>> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            clients.add(() -> {
                long count = 0;
                try (RawClient client = new RawClient(way.port)) {
                    while (System.nanoTime() < end) {
                        client.ask(request);
                        count++;
                    }
                }
                return new long[] {count};
            });
        }
        return LongStream.of(sorted(threads, clients)).sum() / (double) SECONDS;
    }

    private static void streams(ExecutorService threads, Way way) throws Exception {
        byte[] request = RawClient.request(way.model, true);
        List<Callable<long[]>> clients = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            clients.add(() -> {
                LongStream.Builder ages = LongStream.builder();
                try (RawClient client = new RawClient(way.port)) {
                    client.stream(request, ages);
                }
                return ages.build().toArray();
            });
        }
        long[] sorted = sorted(threads, clients);
        way.times.age.add(sorted[sorted.length * 99 / 100] / 1e6);
    }

    private static long[] sorted(ExecutorService threads, List<Callable<long[]>> clients)
            throws InterruptedException, ExecutionException {
        LongStream all = LongStream.empty();
        for (Future<long[]> client : threads.invokeAll(clients)) {
            all = LongStream.concat(all, Arrays.stream(client.get()));
        }
        return all.sorted().toArray();
    }
}
