package io.rlmgateway.usage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Sums of usage as they are sent. */
@Component
final class UsageReports {

    private final UsageLog log;
    private final UsageTable table;

    UsageReports(UsageLog log, UsageTable table) {
        this.log = log;
        this.table = table;
    }

    Map<String, Object> report(UsageQuery query) {
        log.flush();
        List<UsageSum> sums = table.sums(query);
        boolean more = sums.size() > query.page().limit();
        List<UsageSum> page = more ? sums.subList(0, query.page().limit()) : sums;
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("object", "list");
        report.put("data", page.stream().map(sum -> sum.json("usage.bucket")).toList());
        report.put("has_more", more);
        if (more) {
            report.put("next_page", Integer.toString(query.page().after() + page.size()));
        }
        report.put("total", table.total(query).json("usage.total"));
        return report;
    }
}
