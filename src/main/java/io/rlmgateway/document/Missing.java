package io.rlmgateway.document;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What is said of a file that is not there or is another tenant's: the same, to the byte. */
final class Missing {

    private Missing() {}

    static FailureException file(String id) {
        return new FailureException(new Failure.NotFound("No such File object: " + id));
    }

    static FailureException expired(String id, Instant when) {
        return new FailureException(new Failure.InvalidRequest(
                Failure.Reason.FILE_EXPIRED,
                "The file " + id + " expired at " + when.truncatedTo(ChronoUnit.SECONDS)
                        + ". Upload it again; 'expires_after' says how long it is kept.",
                "messages"));
    }
}
