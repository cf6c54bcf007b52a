package io.rlmgateway.session;

import io.rlmgateway.access.TenantData;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.trajectory.Run;
import io.rlmgateway.trajectory.Trajectories;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/** The runs of tenants, with their journals and the texts that came inside their requests. */
@Component
final class TenantRuns implements TenantData {

    private static final int PAGE = 100;
    private static final Duration STOPPING = Duration.ofSeconds(30);

    private final Trajectories trajectories;
    private final Sessions sessions;

    TenantRuns(Trajectories trajectories, Sessions sessions) {
        this.trajectories = trajectories;
        this.sessions = sessions;
    }

    @Override
    public void deleteAll(String tenant) {
        List<Run> runs = trajectories.list(tenant, null, PAGE);
        while (!runs.isEmpty()) {
            runs.stream().filter(run -> run.ended() == null).forEach(run -> sessions.cancel(tenant, run.id()));
            runs.forEach(this::delete);
            runs = trajectories.list(tenant, null, PAGE);
        }
    }

    private void delete(Run run) {
        if (run.ended() == null) {
            RunEndWait.atMost(STOPPING).await(trajectories, run.tenant(), run.id());
        }
        if (trajectories.find(run.tenant(), run.id()).ended() == null) {
            throw new FailureException(new Failure.Overloaded(
                    "The run " + run.id() + " was cancelled and is still stopping; delete again in a moment.",
                    Duration.ofSeconds(5)));
        }
        trajectories.delete(run.tenant(), run.id());
    }
}
