package io.rlmgateway.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How much each tenant may keep. */
public final class TenantQuotas {

    private final long documentBytes;
    private final Map<String, Long> ofTenants = new ConcurrentHashMap<>();

    /**
     * Quotas that are the same for all tenants.
     *
     * @param documentBytes bytes of files
     */
    public TenantQuotas(long documentBytes) {
        this.documentBytes = documentBytes;
    }

    /**
     * How many bytes of files a tenant may keep.
     *
     * @param tenant whose
     * @return bytes
     */
    public long documentBytes(String tenant) {
        return ofTenants.getOrDefault(tenant, documentBytes);
    }

    /**
     * Changes a tenant's quota.
     *
     * @param tenant whose
     * @param bytes bytes of files, or null for as many as any other
     */
    public void limitDocuments(String tenant, @Nullable Long bytes) {
        if (bytes == null) {
            ofTenants.remove(tenant);
        } else {
            ofTenants.put(tenant, bytes);
        }
    }
}
