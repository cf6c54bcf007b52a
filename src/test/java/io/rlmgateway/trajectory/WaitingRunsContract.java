package io.rlmgateway.trajectory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every journal does with runs that wait for results of tools, whatever database holds it. */
abstract class WaitingRunsContract {

    private static final String TENANT = "acme";
    private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");
    private static final Event STEP = new Event.CellStarted(1, 1, "1");
    private static final Event END = new Event.Answered("42", null);

    private final TickingClock clock = new TickingClock(START);
    private StoredTrajectories trajectories;

    /** {@return a store over the test's database, as a new process would open it} */
    abstract EventStore openStore();

    @BeforeEach
    void openJournal() {
        trajectories = journal();
    }

    @AfterEach
    void closeJournal() {
        trajectories.close();
    }

    private StoredTrajectories journal() {
        return new StoredTrajectories(openStore(), new RunListeners(List::of), clock, Duration.ofMillis(5));
    }

    private Trajectory conversing(String id, String tenant, String conversation) {
        return trajectories.open(id, tenant, "rlm", new RunKeys(null, conversation));
    }

    @Test
    void runThatNobodyWorksOnAnyMoreIsOpenedAgain() {
        Trajectory left = conversing("run_1", TENANT, "talk");
        left.record(0, STEP);
        left.record(0, STEP);
        left.leave();

        Trajectory again = Objects.requireNonNull(trajectories.reopen(TENANT, "run_1"));
        assertThat(trajectories.reopen(TENANT, "run_1")).isNull();
        again.record(0, END);

        assertThat(trajectories.events(TENANT, "run_1", 0))
                .extracting(RecordedEvent::sequence)
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void runsThatWaitForResultsAreFoundByTheirConversation() {
        Event awaited = new ToolEvent.ToolsAwaited(List.of("call_1"));
        for (String id : List.of("run_1", "run_2", "run_3", "run_4")) {
            conversing(id, TENANT, "talk").record(0, awaited);
        }
        conversing("run_5", TENANT, "other talk").record(0, awaited);
        conversing("run_6", "other", "talk").record(0, awaited);
        conversing("run_7", TENANT, "talk").record(0, STEP);
        Trajectory resumed = conversing("run_8", TENANT, "talk");
        resumed.record(0, awaited);
        resumed.record(0, new ToolEvent.ToolReturned(new Event.CallId(1, 1, 1), "sunny"));

        assertThat(trajectories.waiting(TENANT, "talk", 3))
                .extracting(Run::id)
                .containsExactly("run_4", "run_3", "run_2");
        assertThat(trajectories.waiting(TENANT, "talk", 10))
                .hasSize(4)
                .allMatch(run -> run.status() == Run.Status.WAITING);
        assertThat(trajectories.waiting(TENANT, "silence", 10)).isEmpty();
        resumed.record(0, END);
        assertThat(trajectories.find(TENANT, "run_8").status()).isEqualTo(Run.Status.ANSWERED);
    }

    @Test
    void runThatWaitsTooLongForResultsIsGivenUp() {
        conversing("run_1", TENANT, "talk").record(0, new ToolEvent.ToolsAwaited(List.of("call_1")));
        trajectories.close();
        trajectories = journal();

        trajectories.endAbandoned(true, START);
        assertThat(trajectories.find(TENANT, "run_1").status()).isEqualTo(Run.Status.WAITING);

        trajectories.endAbandoned(false, START.plus(Duration.ofDays(1)));
        assertThat(trajectories.find(TENANT, "run_1").status()).isEqualTo(Run.Status.CANCELLED);
        assertThat(trajectories.waiting(TENANT, "talk", 10)).isEmpty();
    }
}
