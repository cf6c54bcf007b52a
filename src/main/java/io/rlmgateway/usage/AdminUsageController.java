package io.rlmgateway.usage;

import io.rlmgateway.access.ForAdmins;
import java.util.Map;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/admin/usage}: what all tenants used, or one. */
@RestController
@ForAdmins
final class AdminUsageController {

    private final UsageReports reports;

    AdminUsageController(UsageReports reports) {
        this.reports = reports;
    }

    @GetMapping("/v1/admin/usage")
    Map<String, Object> usage(@RequestParam MultiValueMap<String, String> parameters) {
        return reports.report(new UsageParameters(parameters).query());
    }
}
