package io.rlmgateway.admin;

import io.rlmgateway.access.Caller;
import io.rlmgateway.access.TenantData;
import io.rlmgateway.access.TenantQuotas;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The tenants: whoever has a key, documents, runs or usage is one. */
@Service
class Tenants {

    private static final String ALL = """
            SELECT tenant FROM api_keys UNION SELECT tenant FROM tenants UNION SELECT tenant FROM documents
            UNION SELECT tenant FROM runs UNION SELECT tenant FROM usage_rows""";

    private final JdbcClient jdbc;
    private final TenantQuotas quotas;
    private final AuditLog audit;
    private final List<TenantData> data;
    private final TransactionTemplate transaction;

    Tenants(
            JdbcClient jdbc,
            TenantQuotas quotas,
            AuditLog audit,
            List<TenantData> data,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.quotas = quotas;
        this.audit = audit;
        this.data = List.copyOf(data);
        this.transaction = new TransactionTemplate(transactions);
        jdbc.sql("SELECT tenant, document_bytes FROM tenants").query(row -> {
            long bytes = row.getLong("document_bytes");
            quotas.limitDocuments(row.getString("tenant"), row.wasNull() ? null : bytes);
        });
    }

    /** {@return tenants by name} */
    List<Map<String, Object>> list(@Nullable String after, int limit) {
        return jdbc
                .sql("SELECT tenant FROM (" + ALL
                        + ") WHERE :after IS NULL OR tenant > :after ORDER BY tenant LIMIT :limit")
                .param("after", after)
                .param("limit", limit)
                .query((row, _) -> row.getString("tenant"))
                .list()
                .stream()
                .map(tenant -> find(tenant))
                .toList();
    }

    /** {@return how a tenant stands; one that nobody has heard of keeps nothing} */
    Map<String, Object> find(String tenant) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("object", "tenant");
        json.put("id", tenant);
        json.put("keys", count("SELECT COUNT(*) FROM api_keys WHERE revoked IS NULL AND tenant = :tenant", tenant));
        json.put("files", count("SELECT COUNT(*) FROM documents WHERE run IS NULL AND tenant = :tenant", tenant));
        json.put(
                "document_bytes",
                count("SELECT COALESCE(SUM(bytes), 0) FROM documents WHERE tenant = :tenant", tenant));
        json.put("document_bytes_limit", quotas.documentBytes(tenant));
        json.put("runs", count("SELECT COUNT(*) FROM runs WHERE tenant = :tenant", tenant));
        return json;
    }

    private long count(String sql, String tenant) {
        return jdbc.sql(sql).param("tenant", tenant).query(Long.class).single();
    }

    /** Changes what a tenant may keep; null goes back to what any other may. */
    void limit(Caller admin, String tenant, @Nullable Long documentBytes) {
        transaction.executeWithoutResult(_ -> {
            jdbc.sql("INSERT INTO tenants (tenant, document_bytes) VALUES (:tenant, :bytes)"
                            + " ON CONFLICT (tenant) DO UPDATE SET document_bytes = excluded.document_bytes")
                    .param("tenant", tenant)
                    .param("bytes", documentBytes)
                    .update();
            Map<String, @Nullable Object> details = new LinkedHashMap<>();
            details.put("document_bytes_limit", documentBytes);
            audit.add(admin.keyId(), "tenant.changed", tenant, details);
        });
        quotas.limitDocuments(tenant, documentBytes);
    }

    /** Deletes all that a tenant keeps. Its keys stay, as do its rows of usage, which are numbers for bills. */
    void deleteData(Caller admin, String tenant) {
        audit.add(admin.keyId(), "tenant.data_deletion_began", tenant, Map.of());
        data.forEach(each -> each.deleteAll(tenant));
        audit.add(admin.keyId(), "tenant.data_deleted", tenant, Map.of());
    }
}
