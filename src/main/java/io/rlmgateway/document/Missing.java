package io.rlmgateway.document;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;

/** What is said of a file that is not there or is another tenant's: the same, to the byte. */
final class Missing {

    private Missing() {}

    static FailureException file(String id) {
        return new FailureException(new Failure.NotFound("No such File object: " + id));
    }
}
