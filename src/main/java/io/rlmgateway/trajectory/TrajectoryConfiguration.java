package io.rlmgateway.trajectory;

import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.util.function.SingletonSupplier;

/** The journal as beans. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class TrajectoryConfiguration {

    /** A stream is to prove every few seconds that its reader is still there. */
    private static final Duration SILENCE = Duration.ofSeconds(3);

    @Bean(destroyMethod = "close")
    @DependsOnDatabaseInitialization
    StoredTrajectories trajectories(DataSource dataSource, ObjectProvider<RunListener> listeners) {
        return new StoredTrajectories(
                new SqliteEventStore(dataSource),
                new RunListeners(
                        SingletonSupplier.of(() -> listeners.orderedStream().toList())),
                InstantSource.system(),
                SILENCE);
    }

    @Bean
    JournalClearance journalClearance(StoredTrajectories trajectories, TrajectoryProperties properties) {
        return new JournalClearance(trajectories, properties, InstantSource.system());
    }
}
