package io.rlmgateway.usage;

import io.rlmgateway.access.Caller;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
    @SuppressWarnings("PMD.ParameterCount") // one for each parameter of the query
    Map<String, Object> usage(
            Caller caller,
            @RequestParam(required = false) @Nullable String by,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String key,
            @RequestParam(required = false) @Nullable String model,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String page) {
        return reports.report(new UsageParameters(by, from, to, null, key, model, limit, page).query(caller.tenant()));
    }
}
