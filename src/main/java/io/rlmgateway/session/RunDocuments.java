package io.rlmgateway.session;

import io.rlmgateway.document.Documents;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.trajectory.Run;
import io.rlmgateway.trajectory.RunListener;
import org.springframework.stereotype.Component;

/** Deletes the texts that came inside a run's request together with the run. */
@Component
final class RunDocuments implements RunListener {

    private final Documents documents;

    RunDocuments(Documents documents) {
        this.documents = documents;
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
