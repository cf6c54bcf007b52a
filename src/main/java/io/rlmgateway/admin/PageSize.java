package io.rlmgateway.admin;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import org.jspecify.annotations.Nullable;

/** How many items a page has. */
final class PageSize {

    private static final int DEFAULT = 20;
    private static final int MOST = 100;

    private PageSize() {}

    static int of(@Nullable String limit) {
        if (limit == null) {
            return DEFAULT;
        }
        if (limit.matches("\\d{1,3}") && Integer.parseInt(limit) >= 1 && Integer.parseInt(limit) <= MOST) {
            return Integer.parseInt(limit);
        }
        throw new FailureException(new Failure.InvalidRequest(
                Failure.Reason.INVALID_VALUE, "Invalid 'limit': expected an integer from 1 to " + MOST + ".", "limit"));
    }
}
