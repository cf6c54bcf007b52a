package io.rlmgateway.trajectory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;
import org.sqlite.SQLiteConfig;

/** The journal as the service has it. */
class TrajectoryConfigurationTest {

    private static final Event END = new Event.Answered("42", null);

    @TempDir
    private Path directory;

    @Test
    void defaultsKeepAMonthAndTenGigabytesOfEachTenant() {
        service()
                .run(context -> assertThat(context.getBean(TrajectoryProperties.class))
                        .isEqualTo(new TrajectoryProperties(
                                Duration.ofDays(30),
                                Duration.ofMinutes(5),
                                Duration.ofDays(1),
                                DataSize.ofGigabytes(10))));
    }

    @Test
    void retentionMustBePositive() {
        service()
                .withPropertyValues("rlm.trajectory.retention=0s")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("rlm.trajectory.retention must be positive"));
    }

    @Test
    void tenantSizeMustNotBeNegative() {
        service()
                .withPropertyValues("rlm.trajectory.tenant-size=-1B")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("rlm.trajectory.tenant-size must not be negative"));
    }

    @Test
    void whatAnEarlierProcessLeftWaitsForItsClientAndIsThenGivenUp() {
        service().run(context -> context.getBean(Trajectories.class).open("run_1", "acme", "rlm"));

        service().run(context -> {
            context.getBean(JournalClearance.class).endAbandoned();
            assertThat(status(context)).isEqualTo(Run.Status.RUNNING);
        });
        service().withPropertyValues("rlm.trajectory.parking=0s").run(context -> {
            context.getBean(JournalClearance.class).endAbandoned();
            assertThat(status(context)).isEqualTo(Run.Status.CANCELLED);
        });
    }

    private static Run.Status status(ApplicationContext context) {
        return context.getBean(Trajectories.class).find("acme", "run_1").status();
    }

    @Test
    void parkingMustNotBeNegative() {
        service()
                .withPropertyValues("rlm.trajectory.parking=-1s")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("rlm.trajectory.parking must not be negative"));
    }

    @Test
    void clearanceDeletesOldRunsAndTellsListeners() {
        service().withPropertyValues("rlm.trajectory.tenant-size=0B").run(context -> {
            Trajectories trajectories = context.getBean(Trajectories.class);
            trajectories.open("run_1", "acme", "rlm").record(0, END);

            context.getBean(JournalClearance.class).clear();
            context.getBean(JournalClearance.class).clear();

            assertThat(trajectories.list("acme", null, 10)).isEmpty();
            assertThat(context.getBean(HeardEvents.class).deleted()).containsExactly("run_1");
        });
    }

    private ApplicationContextRunner service() {
        return new ApplicationContextRunner()
                .withUserConfiguration(TrajectoryConfiguration.class, Surroundings.class)
                .withBean(DataSource.class, () -> JournalDatabase.in(directory, new SQLiteConfig()));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(TrajectoryProperties.class)
    static class Surroundings {

        @Bean
        HeardEvents heardEvents() {
            return new HeardEvents();
        }
    }
}
