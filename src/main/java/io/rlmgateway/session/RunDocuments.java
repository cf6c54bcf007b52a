package io.rlmgateway.session;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.document.Documents;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.trajectory.Run;
import io.rlmgateway.trajectory.RunListener;
import io.rlmgateway.trajectory.Trajectories;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** Deletes the texts that came inside a run's request together with the run. */
@Component
final class RunDocuments implements RunListener, SmartInitializingSingleton {

    private final Documents documents;
    private final Trajectories trajectories;

    RunDocuments(Documents documents, Trajectories trajectories) {
        this.documents = documents;
        this.trajectories = trajectories;
    }

    /** Deletes those whose run never began, before the first request brings others. */
    @Override
    public void afterSingletonsInstantiated() {
        documents.releaseStrays(this::exists);
    }

    private boolean exists(String tenant, String run) {
        try {
            return trajectories.find(tenant, run).id().equals(run);
        } catch (FailureException e) {
            return !(e.failure() instanceof Failure.NotFound);
        }
    }

    @Override
    public void recorded(Run run, RecordedEvent event) {
        // the texts stay as long as the run
    }

    @Override
    public void deleting(Run run) {
        documents.release(run.tenant(), run.id());
    }
}
