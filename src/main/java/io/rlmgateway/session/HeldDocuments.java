package io.rlmgateway.session;

import io.rlmgateway.document.DocumentText;
import io.rlmgateway.document.Documents;
import io.rlmgateway.document.Documents.Lease;
import java.util.ArrayList;
import java.util.List;

/** The documents of a session, readable until this is closed whatever their owner does with them meanwhile. */
final class HeldDocuments implements AutoCloseable {

    private final List<Lease> leases = new ArrayList<>();

    private HeldDocuments() {}

    /**
     * Holds all of them, or none.
     *
     * @throws io.rlmgateway.api.FailureException with {@code NotFound} when one is gone already
     */
    static HeldDocuments of(Documents documents, String tenant, List<DocumentText> texts) {
        HeldDocuments held = new HeldDocuments();
        try {
            texts.forEach(text -> held.leases.add(documents.hold(tenant, text.id())));
            return held;
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
    }

    @Override
    public void close() {
        leases.forEach(Lease::close);
    }
}
