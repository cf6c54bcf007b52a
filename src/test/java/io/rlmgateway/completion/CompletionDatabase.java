package io.rlmgateway.completion;

import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Kept completions in a SQLite file, with the settings that the service uses. */
public final class CompletionDatabase {

    private CompletionDatabase() {}

    /** {@return completions in a file of this directory} */
    public static Completions in(Path directory) {
        return sql(directory);
    }

    static SqlCompletions sql(Path directory) {
        SQLiteConfig settings = new SQLiteConfig();
        settings.setJournalMode(SQLiteConfig.JournalMode.WAL);
        settings.setBusyTimeout(10_000);
        settings.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        settings.enforceForeignKeys(true);
        SQLiteDataSource database = new SQLiteDataSource(settings);
        database.setUrl("jdbc:sqlite:" + directory.resolve("completions.sqlite"));
        Flyway.configure().dataSource(database).load().migrate();
        return new SqlCompletions(
                JdbcClient.create(database),
                new TransactionTemplate(new JdbcTransactionManager(database)),
                DataSize.ofKilobytes(100));
    }
}
