package io.rlmgateway.chat;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.trajectory.Run;
import io.rlmgateway.trajectory.Trajectories;
import io.rlmgateway.trajectory.Trajectory;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gives out run ids and holds no runs. */
final class NumberedTrajectories implements Trajectories {

    private final AtomicInteger last = new AtomicInteger();

    @Override
    public String newId() {
        return "run_" + last.incrementAndGet();
    }

    @Override
    public Trajectory open(String id, String tenant, String model) {
        throw missing(id);
    }

    @Override
    public List<Run> list(String tenant, @Nullable String after, int limit) {
        return List.of();
    }

    @Override
    public Run find(String tenant, String id) {
        throw missing(id);
    }

    @Override
    public List<RecordedEvent> events(String tenant, String id, long after) {
        throw missing(id);
    }

    @Override
    public void follow(String tenant, String id, long after, Consumer<@Nullable RecordedEvent> listener) {
        throw missing(id);
    }

    @Override
    public void delete(String tenant, String id) {
        throw missing(id);
    }

    private static FailureException missing(String id) {
        return new FailureException(new Failure.NotFound("No such run: " + id));
    }
}
