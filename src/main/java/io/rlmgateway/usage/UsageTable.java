package io.rlmgateway.usage;

import io.rlmgateway.access.AnsweredRequest;
import io.rlmgateway.access.BegunRequest;
import io.rlmgateway.access.Caller;
import io.rlmgateway.access.Spent;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ParameterizedPreparedStatementSetter;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The rows of usage in SQL. */
@Component
class UsageTable {

    private static final String INSERT = """
            INSERT INTO usage_rows (at, tenant, key_id, key_name, model, mode, input, cached, output, reasoning,
            cost_usd, sub_calls, millis, outcome, run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String BEGIN = """
            INSERT OR REPLACE INTO usage_begun (run, at, tenant, key_id, key_name, model) VALUES (?, ?, ?, ?, ?, ?)""";

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final TransactionTemplate transaction;

    UsageTable(JdbcClient jdbc, JdbcTemplate template, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.template = template;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** What has begun is kept until it is over, so that it is known which questions a killed service left open. */
    void store(List<BegunRequest> begun, List<AnsweredRequest> rows) {
        Set<String> over = rows.stream()
                .flatMap(row -> row.way().runs().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<UnfinishedRequest> open = begun.stream()
                .flatMap(UnfinishedRequest::of)
                .filter(request -> !over.remove(request.run()))
                .toList();
        transaction.executeWithoutResult(_ -> {
            batch(BEGIN, open, (row, request) -> request.fill(row));
            batch("DELETE FROM usage_begun WHERE run = ?", List.copyOf(over), (row, run) -> row.setString(1, run));
            batch(INSERT, rows, UsageTable::fill);
        });
    }

    private <T> void batch(String sql, List<T> values, ParameterizedPreparedStatementSetter<T> fill) {
        if (!values.isEmpty()) {
            template.batchUpdate(sql, values, values.size(), fill);
        }
    }

    /** {@return the questions that an earlier process left open} */
    List<UnfinishedRequest> unfinished() {
        return jdbc.sql("SELECT run, at, tenant, key_id, key_name, model FROM usage_begun ORDER BY at, run")
                .query(UnfinishedRequest::read)
                .list();
    }

    /** {@return what the rows of a run tell in all} */
    Spent told(String run) {
        return jdbc.sql("""
                        SELECT COALESCE(SUM(input), 0) AS input, COALESCE(SUM(cached), 0) AS cached,
                        COALESCE(SUM(output), 0) AS output, COALESCE(SUM(reasoning), 0) AS reasoning,
                        COALESCE(SUM(cost_usd), 0.0) AS cost_usd FROM usage_rows WHERE run = :run""")
                .param("run", run)
                .query((row, _) -> new Spent(
                        row.getLong("input"),
                        row.getLong("cached"),
                        row.getLong("output"),
                        row.getLong("reasoning"),
                        row.getDouble("cost_usd")))
                .single();
    }

    /** Deletes rows of questions that were over before a time, some at once; tells how many. */
    int clear(Instant before, int most) {
        return jdbc.sql("""
                DELETE FROM usage_rows WHERE position IN
                (SELECT position FROM usage_rows WHERE at < :before ORDER BY position LIMIT :most)""")
                .param("before", before.toEpochMilli())
                .param("most", most)
                .update();
    }

    private static void fill(PreparedStatement row, AnsweredRequest request) throws SQLException {
        Caller caller = request.caller();
        row.setLong(1, request.at().toEpochMilli());
        row.setString(2, caller.tenant());
        row.setString(3, caller.keyId());
        row.setString(4, caller.keyName());
        row.setString(5, request.model());
        row.setString(6, request.way().mode());
        fill(row, request.spent());
        row.setInt(12, request.way().subCalls());
        row.setLong(13, request.elapsed().toMillis());
        row.setString(14, request.outcome());
        row.setString(
                15, request.way().runs().isEmpty() ? null : request.way().runs().getFirst());
    }

    private static void fill(PreparedStatement row, Spent spent) throws SQLException {
        row.setLong(7, spent.input());
        row.setLong(8, spent.cached());
        row.setLong(9, spent.output());
        row.setLong(10, spent.reasoning());
        Double cost = spent.costUsd();
        if (cost == null) {
            row.setNull(11, Types.DOUBLE);
        } else {
            row.setDouble(11, cost);
        }
    }

    double spentUsd(String keyId, Instant from) {
        return jdbc.sql("SELECT COALESCE(SUM(cost_usd), 0) FROM usage_rows WHERE key_id = :key AND at >= :from")
                .param("key", keyId)
                .param("from", from.toEpochMilli())
                .query(Double.class)
                .single();
    }

    /** {@return sums of groups in order of time, then of names; one more than asked for if there are more} */
    List<UsageSum> sums(UsageQuery query) {
        String groups = query.by().stream().map(UsageGroup::column).collect(Collectors.joining(", "));
        return jdbc.sql("SELECT " + (groups.isEmpty() ? "" : groups + ", ") + UsageSum.COLUMNS + where(query)
                        + (groups.isEmpty() ? "" : " GROUP BY " + numbers(query) + " ORDER BY " + numbers(query))
                        + " LIMIT :limit OFFSET :offset")
                .params(parameters(query))
                .param("limit", query.page().limit() + 1)
                .param("offset", query.page().after())
                .query((row, _) -> UsageSum.of(row, names(row, query.by())))
                .list();
    }

    /** {@return the sum of all groups} */
    UsageSum total(UsageQuery query) {
        return jdbc.sql("SELECT " + UsageSum.COLUMNS + where(query))
                .params(parameters(query))
                .query((row, _) -> UsageSum.of(row, Map.of()))
                .single();
    }

    private static String where(UsageQuery query) {
        return " FROM usage_rows WHERE at >= :from AND at < :to"
                + (query.tenant() == null ? "" : " AND tenant = :tenant")
                + (query.key() == null ? "" : " AND key_id = :key")
                + (query.model() == null ? "" : " AND model = :model");
    }

    private static Map<String, Object> parameters(UsageQuery query) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("from", query.span().from().toEpochMilli());
        parameters.put("to", query.span().to().toEpochMilli());
        put(parameters, "tenant", query.tenant());
        put(parameters, "key", query.key());
        put(parameters, "model", query.model());
        return parameters;
    }

    private static void put(Map<String, Object> parameters, String name, @Nullable String value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }

    private static String numbers(UsageQuery query) {
        StringBuilder numbers = new StringBuilder("1");
        for (int i = 2; i <= query.by().size(); i++) {
            numbers.append(", ").append(i);
        }
        return numbers.toString();
    }

    private static Map<String, Object> names(ResultSet row, List<UsageGroup> by) throws SQLException {
        Map<String, Object> names = new LinkedHashMap<>();
        for (int i = 0; i < by.size(); i++) {
            by.get(i).put(names, row, i + 1);
        }
        return names;
    }
}
