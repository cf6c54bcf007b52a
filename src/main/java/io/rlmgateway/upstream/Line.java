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

    List<Lane> lanes() {
        return lanes;
    }

    FairQueue<Waiter> queue() {
        return queue;
    }

    /**
     * The lane for the next call: of those that can take one now the one that took the fewest, as weights go. A key that
     * was refused lately is asked only where there is no other.
     *
     * @return the lane, of whose circuit the call has the leave; null when there is none
     */
    @Nullable
    Lane next() {
        double least = lanes.stream().mapToDouble(Lane::served).max().orElse(0) - lanes.size();
        lanes.forEach(lane -> lane.catchUp(least));
        return inOrder()
                .filter(lane -> lane.nanosToWait() <= 0)
                .filter(lane -> lane.circuit().tryPass())
                .findFirst()
                .orElse(null);
    }

    /** {@return nanoseconds until a lane may be able to take a call} */
    long nanosToWait() {
        return candidates()
                .filter(lane -> !lane.isOpen())
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

    /** {@return a lane all of whose neighbours are left alone, as it is itself; null when there is another} */
    @Nullable
    Lane closedOff() {
        return candidates().allMatch(Lane::isOpen) ? lanes.getFirst() : null;
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

    private Stream<Lane> candidates() {
        boolean allRest = lanes.stream().allMatch(Lane::rests);
        return lanes.stream().filter(lane -> allRest || !lane.rests());
    }

    private Stream<Lane> inOrder() {
        return candidates().sorted(Comparator.comparingDouble(Lane::served));
    }
}
