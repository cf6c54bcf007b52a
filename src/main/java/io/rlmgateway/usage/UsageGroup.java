package io.rlmgateway.usage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** What usage is summed by. */
enum UsageGroup {
    /** Days of UTC. */
    DAY(Duration.ofDays(1)),
    /** Hours of UTC. */
    HOUR(Duration.ofHours(1)),
    /** The model that was asked. */
    MODEL("model", "model"),
    /** The key that asked. */
    KEY("key_id", "key_id"),
    /** Whose the key is; for admins. */
    TENANT("tenant", "tenant");

    private final String column;
    private final String member;
    private final long millis;

    UsageGroup(Duration unit) {
        this.millis = unit.toMillis();
        this.column = "at - at % " + millis;
        this.member = "";
    }

    UsageGroup(String column, String member) {
        this.millis = 0;
        this.column = column;
        this.member = member;
    }

    String column() {
        return column;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Names a group in an answer; times in seconds since 1970. */
    void put(Map<String, Object> names, ResultSet row, int index) throws SQLException {
        if (millis == 0) {
            names.put(member, row.getString(index));
        } else {
            long from = row.getLong(index);
            names.put("start_time", from / 1000);
            names.put("end_time", (from + millis) / 1000);
        }
    }
}
