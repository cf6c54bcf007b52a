package io.rlmgateway.usage;

import io.rlmgateway.access.AnsweredRequest;
import io.rlmgateway.access.Caller;
import io.rlmgateway.access.Spent;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The rows of usage in SQL. */
@Component
class UsageTable {

    private static final String INSERT = """
            INSERT INTO usage_rows (at, tenant, key_id, key_name, model, mode, input, cached, output, reasoning,
            cost_usd, sub_calls, millis, outcome) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final TransactionTemplate transaction;

    UsageTable(JdbcClient jdbc, JdbcTemplate template, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.template = template;
        this.transaction = new TransactionTemplate(transactions);
    }

    void insert(List<AnsweredRequest> rows) {
        transaction.executeWithoutResult(_ -> template.batchUpdate(INSERT, rows, rows.size(), UsageTable::fill));
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
