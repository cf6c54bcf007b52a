package io.rlmgateway.admin;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What admins did. Entries are only ever added, in the transaction of what they tell of. */
@Component
class AuditLog {

    private static final JsonMapper JSON = new JsonMapper();

    private final JdbcClient jdbc;
    private final InstantSource clock = InstantSource.system();

    AuditLog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * An entry.
     *
     * @param id its number
     * @param at milliseconds since 1970
     * @param actor id of the key that did it
     * @param action what was done, as {@code key.created}
     * @param target to what
     * @param details more about it, a JSON object
     */
    record Entry(long id, long at, String actor, String action, String target, String details) {}

    void add(String actor, String action, String target, Map<String, ? extends @Nullable Object> details) {
        jdbc.sql("INSERT INTO audit_log (at, actor, action, target, details) VALUES (:at, :actor, :action, :target,"
                        + " :details)")
                .param("at", clock.millis())
                .param("actor", actor)
                .param("action", action)
                .param("target", target)
                .param("details", JSON.writeValueAsString(details))
                .update();
    }

    /** {@return entries, newest first} */
    List<Entry> list(@Nullable Long before, int limit) {
        return jdbc.sql("SELECT * FROM audit_log WHERE (:before IS NULL OR position < :before)"
                        + " ORDER BY position DESC LIMIT :limit")
                .param("before", before)
                .param("limit", limit)
                .query((row, _) -> new Entry(
                        row.getLong("position"),
                        row.getLong("at"),
                        row.getString("actor"),
                        row.getString("action"),
                        row.getString("target"),
                        row.getString("details")))
                .list();
    }
}
