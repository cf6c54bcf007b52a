package io.rlmgateway.upstream;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The lines before one upstream, which take turns where its places are short. Guarded by their turnstile. */
final class Lines {

    private final Turnstile turnstile;
    private final Time time;
    private final Bulkhead places;
    private final Function<String, Line> opener;
    private final Map<String, Line> byModel = new LinkedHashMap<>();
    private final NextMoment next;
    private int first;

    /**
     * No line yet.
     *
     * @param turnstile guards them
     * @param time what they go by
     * @param maxConcurrency calls in flight at once, of all models
     * @param opener makes the line of a model
     */
    Lines(Turnstile turnstile, Time time, int maxConcurrency, Function<String, Line> opener) {
        this.turnstile = turnstile;
        this.time = time;
        this.places = places("upstream", maxConcurrency);
        this.opener = opener;
        this.next = new NextMoment(time, turnstile::rung);
    }

    /** {@return so many places} */
    static Bulkhead places(String name, int count) {
        return Bulkhead.of(
                name,
                BulkheadConfig.custom()
                        .maxConcurrentCalls(count)
                        .maxWaitDuration(Duration.ZERO)
                        .build());
    }

    /** {@return the line of a model} */
    Line open(String model) {
        return byModel.computeIfAbsent(model, opener);
    }

    /** {@return the line of a model, or null when it was never asked} */
    @Nullable
    Line get(String model) {
        return byModel.get(model);
    }

    /** {@return all lines} */
    Stream<Line> stream() {
        return byModel.values().stream();
    }

    /** {@return calls in flight} */
    int inFlight() {
        Bulkhead.Metrics metrics = places.getMetrics();
        return metrics.getMaxAllowedConcurrentCalls() - metrics.getAvailableConcurrentCalls();
    }

    /** {@return whether more calls could be sent to a model than are} */
    boolean arePressed(Line line) {
        return line.queue().size() > 0 || places.getMetrics().getAvailableConcurrentCalls() == 0;
    }

    /** A place is free again. */
    void free(Admission admission) {
        admission.line().places().onComplete();
        places.onComplete();
        pump();
    }

    /** Lets pass who can. */
    void pump() {
        List<Line> waiting = waiting();
        boolean moved = !waiting.isEmpty();
        while (moved) {
            moved = false;
            for (int i = 0; i < waiting.size(); i++) {
                moved |= admit(waiting.get(Math.floorMod(first + i, waiting.size())));
            }
            if (moved) {
                // another model is the first to get a place next time
                first++;
            }
        }
        next.ringAfter(waiting().stream().mapToLong(Line::nanosToWait).min().orElse(Long.MAX_VALUE));
    }

    private List<Line> waiting() {
        List<Line> waiting = new ArrayList<>();
        for (Line line : byModel.values()) {
            if (line.queue().size() > 0) {
                waiting.add(line);
            }
        }
        return waiting;
    }

    private boolean admit(Line line) {
        Waiter first = line.queue().peek();
        if (first == null || !places.tryAcquirePermission()) {
            return false;
        }
        Lane lane = line.next(first.call().avoided());
        if (lane == null) {
            places.releasePermission();
            return false;
        }
        Waiter waiter = line.queue().poll();
        if (waiter != null) {
            waiter.admit(new Admission(turnstile, line, lane, time.nanos(), lane.sent(waiter.call())));
        }
        return waiter != null;
    }
}
