package io.rlmgateway.admin;

import io.rlmgateway.access.Caller;
import io.rlmgateway.access.ForAdmins;
import io.rlmgateway.api.ListPage;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/admin/tenants}: how tenants stand, what they may keep, and the end of what they keep. */
@RestController
@ForAdmins
@RequestMapping("/v1/admin/tenants")
final class TenantsController {

    private final Tenants tenants;

    TenantsController(Tenants tenants) {
        this.tenants = tenants;
    }

    @GetMapping
    ListPage<Map<String, Object>> list(
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String after) {
        int size = PageSize.of(limit);
        List<Map<String, Object>> found = tenants.list(after, size + 1);
        return ListPage.of(
                found.stream().limit(size).toList(), tenant -> String.valueOf(tenant.get("id")), found.size() > size);
    }

    @GetMapping("/{id}")
    Map<String, Object> find(@PathVariable String id) {
        return tenants.find(id);
    }

    @PostMapping("/{id}")
    Map<String, Object> update(Caller admin, @PathVariable String id, HttpServletRequest request) throws IOException {
        Fields fields = Bodies.read(request);
        Long bytes = fields.whole("document_bytes_limit", 0, Long.MAX_VALUE / 2);
        fields.refuseOthers();
        tenants.limit(admin, id, bytes);
        return tenants.find(id);
    }

    /** Deletes files, runs and whatever else is kept of a tenant, for good; what runs is cancelled first. */
    @DeleteMapping("/{id}/data")
    DataDeleted deleteData(Caller admin, @PathVariable String id) {
        tenants.deleteData(admin, id);
        return new DataDeleted(id, "tenant.data.deleted", true);
    }

    /**
     * What is answered when a tenant's data were deleted.
     *
     * @param object always {@code tenant.data.deleted}
     * @param deleted always true
     */
    record DataDeleted(String id, String object, boolean deleted) {}
}
