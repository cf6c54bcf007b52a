package io.rlmgateway.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.access.AnsweredRequest;
import io.rlmgateway.access.BegunRequest;
import io.rlmgateway.access.Caller;
import io.rlmgateway.access.Spent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.sqlite.SQLiteDataSource;

class UsageTableTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Caller ANN = new Caller("lab", "ann");

    private UsageTable table;

    @BeforeEach
    void open(@TempDir Path directory) {
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + directory.resolve("usage.sqlite"));
        Flyway.configure().dataSource(database).load().migrate();
        table = new UsageTable(
                JdbcClient.create(database), new JdbcTemplate(database), new JdbcTransactionManager(database));
    }

    private static AnsweredRequest row(Instant at, double usd, List<String> runs) {
        return new AnsweredRequest(
                ANN,
                "rlm",
                new AnsweredRequest.Way("rlm", 1, runs),
                new Spent(100, 10, 20, 5, usd),
                Duration.ofSeconds(1),
                AnsweredRequest.ANSWERED,
                at);
    }

    private static BegunRequest begun(String... runs) {
        return new BegunRequest(ANN, "rlm", List.of(runs), NOW);
    }

    @Test
    void rowsGoByTheirAge() {
        Duration kept = Duration.ofDays(40);
        List<AnsweredRequest> rows = List.of(
                row(NOW.minus(kept).minusMillis(1), 4, List.of()),
                row(NOW.minus(kept), 2, List.of()),
                row(NOW, 1, List.of()));
        table.store(List.of(), rows);
        UsageClearance clearance = new UsageClearance(table, new UsageProperties(kept), () -> NOW);

        clearance.clear();

        assertThat(table.spentUsd("ann", Instant.EPOCH)).isEqualTo(3);
    }

    @Test
    void aMonthIsKeptForTheLimitsOfKeys() {
        assertThatThrownBy(() -> new UsageProperties(Duration.ofDays(31))).hasMessageContaining("32 days");
    }

    @Test
    void whatHasBegunIsOpenUntilItHasARow() {
        table.store(List.of(begun("run_1", "run_2"), begun("run_3")), List.of());
        assertThat(table.unfinished()).extracting(UnfinishedRequest::run).containsExactly("run_1", "run_2", "run_3");
        assertThat(table.unfinished().getFirst()).isEqualTo(new UnfinishedRequest("run_1", ANN, "rlm", NOW));

        table.store(
                List.of(begun("run_4")),
                List.of(row(NOW, 1, List.of("run_1", "run_2")), row(NOW, 1, List.of("run_4"))));

        assertThat(table.unfinished()).extracting(UnfinishedRequest::run).containsExactly("run_3");
    }

    @Test
    void aRunsRowsAreSummed() {
        table.store(
                List.of(),
                List.of(
                        row(NOW, 1, List.of("run_1")),
                        row(NOW, 2, List.of("run_1")),
                        row(NOW, 4, List.of("run_2")),
                        row(NOW, 8, List.of())));

        assertThat(table.told("run_1")).isEqualTo(new Spent(200, 20, 40, 10, 3.0));
        assertThat(table.told("run_9")).isEqualTo(new Spent(0, 0, 0, 0, 0.0));
    }
}
