package io.rlmgateway.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.rlmgateway.access.ForAdmins;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.api.ListPage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/admin/audit}: what admins did, newest first. */
@RestController
@ForAdmins
final class AuditController {

    private static final String PREFIX = "audit_";
    private static final long MILLIS_OF_SECOND = 1000;

    private final AuditLog log;

    AuditController(AuditLog log) {
        this.log = log;
    }

    @GetMapping("/v1/admin/audit")
    ListPage<Item> list(
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String after) {
        int size = PageSize.of(limit);
        List<AuditLog.Entry> entries = log.list(after == null ? null : number(after), size + 1);
        return ListPage.of(entries.stream().limit(size).map(Item::of).toList(), Item::id, entries.size() > size);
    }

    private static long number(String id) {
        if (id.matches(PREFIX + "\\d{1,18}")) {
            return Long.parseLong(id.substring(PREFIX.length()));
        }
        throw new FailureException(new Failure.InvalidRequest(
                Failure.Reason.INVALID_VALUE,
                "Invalid 'after': no entry with this id. Begin again without it.",
                "after"));
    }

    /** An entry as it is sent. */
    record Item(
            String object,
            String id,
            @JsonProperty("created_at") long createdAt,
            String actor,
            String action,
            String target,
            @JsonRawValue String details) {

        static Item of(AuditLog.Entry entry) {
            return new Item(
                    "audit_log.entry",
                    PREFIX + entry.id(),
                    entry.at() / MILLIS_OF_SECOND,
                    entry.actor(),
                    entry.action(),
                    entry.target(),
                    entry.details());
        }
    }
}
