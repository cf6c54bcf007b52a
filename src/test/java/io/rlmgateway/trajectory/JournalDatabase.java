package io.rlmgateway.trajectory;

import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The journal's tables in a SQLite file, with the settings that the service uses. */
final class JournalDatabase {

    private JournalDatabase() {}

    static SQLiteDataSource in(Path directory, SQLiteConfig settings) {
        settings.setJournalMode(SQLiteConfig.JournalMode.WAL);
        settings.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        settings.setBusyTimeout(10_000);
        settings.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        settings.enforceForeignKeys(true);
        SQLiteDataSource database = new SQLiteDataSource(settings);
        database.setUrl("jdbc:sqlite:" + directory.resolve("journal.sqlite"));
        Flyway.configure().dataSource(database).load().migrate();
        return database;
    }
}
