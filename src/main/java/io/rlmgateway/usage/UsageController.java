package io.rlmgateway.usage;

import io.rlmgateway.access.Caller;
import java.util.Map;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/usage}: what the caller's tenant used. */
@RestController
final class UsageController {

    private final UsageReports reports;

    UsageController(UsageReports reports) {
        this.reports = reports;
    }

    @GetMapping("/v1/usage")
    Map<String, Object> usage(Caller caller, @RequestParam MultiValueMap<String, String> parameters) {
        return reports.report(new UsageParameters(parameters).query(caller.tenant()));
    }
}
