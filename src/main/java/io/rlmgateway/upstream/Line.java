package io.rlmgateway.upstream;

import io.github.resilience4j.bulkhead.Bulkhead;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The calls to one model that wait, and the lanes on which they can go. Guarded by its turnstile. */
final class Line {

    private final String model;
    private final Bulkhead places;
    private final List<Lane> lanes;
    private final FairQueue<Waiter> queue = new FairQueue<>();

    /**
     * A line without calls.
     *
     * @param model the model's name at the upstream
     * @param places how many of its calls may be in flight
     * @param lanes one for each endpoint, at least one
     */
    Line(String model, Bulkhead places, List<Lane> lanes) {
        this.model = model;
        this.places = places;
        this.lanes = List.copyOf(lanes);
    }

    String model() {
        return model;
    }

    Bulkhead places() {
        return places;
    }

    int inFlight() {
        return places.getMetrics().getMaxAllowedConcurrentCalls()
                - places.getMetrics().getAvailableConcurrentCalls();
    }

    List<Lane> lanes() {
        return lanes;
    }

    FairQueue<Waiter> queue() {
        return queue;
    }

    /**
     * Takes a place and the lane for the next call: of those that can take one now the one that took the fewest, as weights
     * go. A key that was refused lately is asked only where there is no other.
     *
     * @param avoided the lane that is the last one to take it, or null
     *
     * @return the lane, of whose circuit the call has the leave; null when there is none, and no place was taken
     */
    @Nullable
    Lane next(@Nullable Lane avoided) {
        if (!places.tryAcquirePermission()) {
            return null;
        }
        Lane lane = ready(avoided);
        if (lane == null) {
            places.releasePermission();
            turnAway();
        }
        return lane;
    }

    private @Nullable Lane ready(@Nullable Lane avoided) {
        double least = lanes.stream().mapToDouble(Lane::served).max().orElse(0) - lanes.size();
        lanes.forEach(lane -> lane.catchUp(least));
        return inOrder(avoided)
                .filter(lane -> lane.nanosToWait() <= 0)
                .filter(lane -> lane.circuit().tryPass())
                .findFirst()
                .orElse(null);
    }

    /** {@return nanoseconds until a lane may be able to take a call} */
    long nanosToWait() {
        return candidates()
                .mapToLong(lane -> lane.nanosToWait() > 0
                        ? lane.nanosToWait()
                        : lane.circuit().checkAfter().toNanos())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** {@return nanoseconds for which the upstream wants no call on any lane} */
    long nanosHeld() {
        return candidates().mapToLong(Lane::nanosHeld).min().orElse(0);
    }

    /** {@return refusals for too many calls since one was taken, on the lane where it is fewest} */
    int refusedInRow() {
        return lanes.stream().mapToInt(Lane::refusedInRow).min().orElse(0);
    }

    /** {@return the last refusal for too many calls, or null} */
    @Nullable
    UpstreamException refusal() {
        return lanes.stream()
                .map(Lane::refusal)
                .filter(refusal -> refusal != null)
                .findFirst()
                .orElse(null);
    }

    /** While all lanes are left alone there is nothing to wait for. */
    private void turnAway() {
        if (candidates().allMatch(Lane::isOpen)) {
            for (Waiter waiter = queue.poll(); waiter != null; waiter = queue.poll()) {
                waiter.refuse(lanes.getFirst().circuit().refusal());
            }
        }
    }

    private Stream<Lane> candidates() {
        boolean allRest = lanes.stream().allMatch(Lane::rests);
        return lanes.stream().filter(lane -> allRest || !lane.rests());
    }

    private Stream<Lane> inOrder(@Nullable Lane avoided) {
        return candidates()
                .sorted(Comparator.comparing((Lane lane) -> lane == avoided).thenComparingDouble(Lane::served));
    }
}
