package io.rlmgateway.repl.worker;

import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The remote workers behind some names, as the names change: a new address is a new worker, one that is no longer named
 * gets no further sessions.
 */
final class RemoteWorkers implements WorkerStarter, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RemoteWorkers.class);

    /** A worker that could not be used is left alone for so long. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** An address where a worker listens. */
    interface Site extends AutoCloseable {

        /** Has the worker start a process. */
        Worker start(long heap) throws IOException;

        @Override
        void close();
    }

    /** Finds what is at an address. */
    @FunctionalInterface
    interface Sites {
        Site at(HostAndPort name, InetSocketAddress address);
    }

    /** Looks up a name. */
    @FunctionalInterface
    interface Resolver {
        List<InetAddress> resolve(String host) throws UnknownHostException;
    }

    private final List<HostAndPort> names;
    private final Resolver resolver;
    private final Sites sites;
    private final InstantSource clock;
    private final Map<HostAndPort, List<InetAddress>> answers = new HashMap<>();
    private final Map<InetSocketAddress, Place> places = new LinkedHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("worker-names").factory());
    private volatile Future<?> resolving = CompletableFuture.completedFuture(null);

    /** An address, and what is known of it. */
    private static final class Place {
        private final Site site;
        private boolean named = true;
        private boolean starting;
        private @Nullable Worker worker;
        private Instant notBefore = Instant.MIN;

        Place(Site site) {
            this.site = site;
        }

        boolean inUse() {
            return starting || (worker != null && worker.alive());
        }

        boolean mayBeTried(Instant now) {
            return named && !inUse() && !notBefore.isAfter(now);
        }
    }

    /**
     * The workers of some names, which are not looked up yet.
     *
     * @param names all addresses of each are workers
     */
    RemoteWorkers(List<HostAndPort> names, Resolver resolver, Sites sites, InstantSource clock) {
        this.names = List.copyOf(names);
        this.resolver = resolver;
        this.sites = sites;
        this.clock = clock;
    }

    /** Looks the names up at once, and then regularly. */
    void resolveEvery(Duration interval) {
        resolving = timer.scheduleWithFixedDelay(this::resolve, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Looks the names up. Of a name that cannot be looked up now, the last answer stands. */
    void resolve() {
        Map<HostAndPort, List<InetAddress>> found = new HashMap<>();
        for (HostAndPort name : names) {
            try {
                found.put(name, resolver.resolve(name.host()));
            } catch (UnknownHostException e) {
                log.warn("The name of sandbox workers {} cannot be looked up: {}", name.host(), e.getMessage());
            }
        }
        apply(found);
    }

    private synchronized void apply(Map<HostAndPort, List<InetAddress>> found) {
        answers.putAll(found);
        Map<InetSocketAddress, HostAndPort> current = new LinkedHashMap<>();
        names.forEach(name -> answers.getOrDefault(name, List.of())
                .forEach(address -> current.putIfAbsent(new InetSocketAddress(address, name.port()), name)));
        current.forEach((address, name) -> places.computeIfAbsent(address, added -> {
            log.info("A sandbox worker is at {}", added);
            return new Place(sites.at(name, added));
        }));
        places.forEach((address, place) -> {
            if (place.named && !current.containsKey(address)) {
                log.info("No sandbox worker is at {} any more", address);
            }
            place.named = current.containsKey(address);
        });
        dropForgotten();
    }

    private void dropForgotten() {
        places.values().removeIf(place -> {
            boolean forgotten = !place.named && !place.inUse();
            if (forgotten) {
                place.site.close();
            }
            return forgotten;
        });
    }

    @Override
    public Worker start(long heap) throws IOException {
        Place place = take();
        if (place == null) {
            resolve();
            place = take();
        }
        IOException failure = null;
        while (place != null) {
            try {
                return start(place, heap);
            } catch (IOException e) {
                failure = e;
                // another worker would refuse it too, and this one can be used for less
                place = isTooMuch(e) ? null : take();
            }
        }
        throw failure == null ? new IOException("no remote worker is free: " + known()) : failure;
    }

    private Worker start(Place place, long heap) throws IOException {
        try {
            Worker worker = place.site.start(heap);
            started(place, worker, Instant.MIN);
            return worker;
        } catch (IOException | RuntimeException e) {
            started(place, null, isTooMuch(e) ? Instant.MIN : clock.instant().plus(RETRY_AFTER));
            throw e;
        }
    }

    private synchronized void started(Place place, @Nullable Worker worker, Instant notBefore) {
        place.starting = false;
        place.worker = worker;
        place.notBefore = notBefore;
    }

    private static boolean isTooMuch(Exception refusal) {
        return Status.fromThrowable(refusal).getCode() == Status.Code.OUT_OF_RANGE;
    }

    /** {@return one that is free and has not failed just now, the one that failed longest ago first} */
    private synchronized @Nullable Place take() {
        Instant now = clock.instant();
        Place free = places.values().stream()
                .filter(place -> place.mayBeTried(now))
                .min(Comparator.comparing(place -> place.notBefore))
                .orElse(null);
        if (free != null) {
            free.starting = true;
        }
        return free;
    }

    private synchronized String known() {
        return places.isEmpty()
                ? "nothing is found by the names " + names
                : "all " + places.size() + " that " + names + " stand for are in use or failed just now";
    }

    /** Each starts on a machine of its own. */
    @Override
    public int startsAtOnce() {
        return Integer.MAX_VALUE;
    }

    /** One is tried though none is known, so that somebody learns of it. */
    @Override
    public synchronized int capacity() {
        Instant now = clock.instant();
        long usable = places.values().stream()
                .filter(place -> place.inUse() || place.mayBeTried(now))
                .count();
        return places.isEmpty() ? 1 : (int) usable;
    }

    @Override
    public synchronized boolean keeps(Worker worker) {
        return places.values().stream().noneMatch(place -> !place.named && worker.equals(place.worker));
    }

    @Override
    public void close() {
        resolving.cancel(true);
        timer.shutdown();
        synchronized (this) {
            places.values().forEach(place -> place.site.close());
        }
    }
}
