package io.rlmgateway.access;

/** What one module keeps of tenants. Each that keeps something of theirs has one of these, so that it can be deleted. */
public interface TenantData {

    /**
     * Deletes all that is kept of a tenant, for good. What is in use is deleted as soon as it is not any more.
     *
     * @param tenant whose
     */
    void deleteAll(String tenant);
}
