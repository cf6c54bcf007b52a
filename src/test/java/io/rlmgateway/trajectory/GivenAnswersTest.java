package io.rlmgateway.trajectory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

/** What was answered in conversations, as the journal finds it. */
class GivenAnswersTest {

    @TempDir
    private Path directory;

    @Test
    void answersOfAConversationAreFoundTheNewestFirst() {
        StoredTrajectories trajectories = new StoredTrajectories(
                new SqliteEventStore(JournalDatabase.in(directory, new SQLiteConfig())),
                new RunListeners(List::of),
                InstantSource.system(),
                Duration.ofSeconds(3));
        answer(trajectories.open("run_1", "acme", "rlm", new RunKeys(null, "conversation")), "one");
        answer(trajectories.open("run_2", "acme", "rlm", new RunKeys("request", "conversation")), "two");
        answer(trajectories.open("run_3", "acme", "rlm", new RunKeys(null, "another")), "three");
        answer(trajectories.open("run_4", "another", "rlm", new RunKeys(null, "conversation")), "four");
        Trajectory failed = trajectories.open("run_5", "acme", "rlm", new RunKeys(null, "conversation"));
        failed.record(1, new Event.Answered("a child's", null));
        failed.record(0, new Event.Failed("code", "message"));
        trajectories.open("run_6", "acme", "rlm", new RunKeys(null, "conversation"));

        assertThat(trajectories.answers("acme", "conversation", 9))
                .containsExactly(
                        new GivenAnswer("run_2", new Event.Answered("two", null)),
                        new GivenAnswer("run_1", new Event.Answered("one", null)));
        assertThat(trajectories.answers("acme", "conversation", 1)).hasSize(1);
        trajectories.delete("acme", "run_2");
        assertThat(trajectories.answers("acme", "conversation", 9))
                .extracting(GivenAnswer::run)
                .containsExactly("run_1");
        trajectories.close();
    }

    private static void answer(Trajectory run, String text) {
        run.record(1, new Event.Answered("a child's", null));
        run.record(0, new Event.Answered(text, null));
    }
}
