package io.rlmgateway.document;

import io.rlmgateway.access.TenantQuotas;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.ToLongFunction;

/** Keeps each tenant within its quota of bytes: while they arrive, and once more before they are taken in. */
final class TenantSpace {

    private final TenantQuotas quotas;
    private final ToLongFunction<String> used;

    /**
     * Space for all tenants.
     *
     * @param quotas how much each may keep
     * @param used how much a tenant keeps
     */
    TenantSpace(TenantQuotas quotas, ToLongFunction<String> used) {
        this.quotas = quotas;
        this.used = used;
    }

    /** Takes something in that has so many bytes. */
    interface Taking {

        void run() throws IOException;
    }

    /**
     * Takes bytes in if there is space; others that arrive at the same time wait.
     *
     * @throws FailureException with {@code RequestTooLarge} when there is none
     */
    synchronized void take(String tenant, long bytes, Taking taking) throws IOException {
        if (bytes > left(tenant)) {
            throw new FailureException(full(tenant));
        }
        taking.run();
    }

    /** {@return a stream that refuses the first byte for which the tenant has no space} */
    InputStream limited(String tenant, InputStream bytes) {
        return new LimitedStream(bytes, left(tenant), () -> full(tenant));
    }

    private long left(String tenant) {
        return Math.max(0, quotas.documentBytes(tenant) - used.applyAsLong(tenant));
    }

    private Failure full(String tenant) {
        return new Failure.RequestTooLarge("The file does not fit: " + quotas.documentBytes(tenant)
                + " bytes of files and parts of uploads may be kept, and " + used.applyAsLong(tenant)
                + " are. Delete files or cancel uploads that are no longer needed, or have the quota raised.");
    }
}
