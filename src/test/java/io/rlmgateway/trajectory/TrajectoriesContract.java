package io.rlmgateway.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every journal does, whatever database holds it. */
abstract class TrajectoriesContract {

    private static final String TENANT = "acme";
    private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");
    private static final Event STEP = new Event.CellStarted(1, 1, "1");
    private static final Event END = new Event.Answered("42", null);

    private final TickingClock clock = new TickingClock(START);
    private final HeardEvents heard = new HeardEvents();
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

    @Test
    void everyKindOfEventComesBackAsItWasRecorded() {
        Trajectory trajectory = open("run_1");
        SampleEvents.steps().forEach(event -> trajectory.record(3, event));

        List<RecordedEvent> events = trajectories.events(TENANT, "run_1", 0);

        assertThat(events).extracting(RecordedEvent::event).isEqualTo(SampleEvents.steps());
        assertThat(events).extracting(RecordedEvent::session).containsOnly(3);
        assertThat(events).extracting(RecordedEvent::sequence).containsExactlyElementsOf(numbers(1, events.size()));
        assertThat(events).extracting(RecordedEvent::at).isSorted().allMatch(START::isBefore);
    }

    @Test
    void halfASurrogatePairComesBack() {
        Event event = new Event.CellStarted(1, 1, "print('\uD83D a\uDE00b \uD83D\uDE00')");
        open("run_1").record(0, event);

        assertThat(trajectories.events(TENANT, "run_1", 0))
                .extracting(RecordedEvent::event)
                .containsExactly(event);
    }

    @Test
    void eventsAfterOneAlreadyKnownAreReadAlone() {
        Trajectory trajectory = open("run_1");
        record(trajectory, 5);

        assertThat(trajectories.events(TENANT, "run_1", 3))
                .extracting(RecordedEvent::sequence)
                .containsExactly(4L, 5L);
    }

    @Test
    void runIsAsItWasOpened() {
        open("run_1");

        assertThat(trajectories.find(TENANT, "run_1"))
                .isEqualTo(new Run("run_1", TENANT, "rlm", START.plusSeconds(1), null, Run.Status.RUNNING));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ANSWERED", "FAILED", "CANCELLED"})
    void endOfTheRootSessionEndsTheRun(String outcome) {
        Trajectory trajectory = open("run_1");

        trajectory.record(0, SampleEvents.ended(outcome));

        assertThat(trajectories.find(TENANT, "run_1"))
                .isEqualTo(new Run(
                        "run_1",
                        TENANT,
                        "rlm",
                        START.plusSeconds(1),
                        START.plusSeconds(2),
                        Run.Status.valueOf(outcome)));
        assertFailure(() -> trajectory.record(0, STEP), Failure.SessionFailed.class);
    }

    @Test
    void endOfAChildSessionLeavesTheRunGoingOn() {
        Trajectory trajectory = open("run_1");
        int child = trajectory.nextSession();

        trajectory.record(child, END);

        assertThat(child).isEqualTo(1);
        assertThat(trajectory.nextSession()).isEqualTo(2);
        assertThat(trajectories.find(TENANT, "run_1").status()).isEqualTo(Run.Status.RUNNING);
    }

    @Test
    void idsDifferAndSayWhatTheyAre() {
        assertThat(IntStream.range(0, 1000).mapToObj(i -> trajectories.newId()))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("run_[0-9a-f]{24}"));
    }

    @Test
    void secondRunOfAnIdIsRefusedAndTheFirstGoesOn() {
        Trajectory first = open("run_1");

        assertFailure(() -> open("run_1"), Failure.Internal.class);
        first.record(0, END);
        assertFailure(() -> open("run_1"), Failure.Internal.class);

        assertThat(trajectories.events(TENANT, "run_1", 0)).hasSize(1);
    }

    @Test
    void anotherTenantsRunIsNotThere() {
        open("run_1").record(0, END);

        assertFailure(() -> trajectories.find("other", "run_1"), Failure.NotFound.class);
        assertFailure(() -> trajectories.events("other", "run_1", 0), Failure.NotFound.class);
        assertFailure(() -> trajectories.follow("other", "run_1", 0, event -> {}), Failure.NotFound.class);
        assertFailure(() -> trajectories.delete("other", "run_1"), Failure.NotFound.class);
        assertFailure(() -> trajectories.list("other", "run_1", 10), Failure.NotFound.class);
        assertThat(trajectories.list("other", null, 10)).isEmpty();
    }

    @Test
    void runsAreListedNewestFirstByPages() {
        List.of("run_a", "run_c", "run_b", "run_d").forEach(this::open);

        assertThat(trajectories.list(TENANT, null, 3)).extracting(Run::id).containsExactly("run_d", "run_b", "run_c");
        assertThat(trajectories.list(TENANT, "run_c", 3)).extracting(Run::id).containsExactly("run_a");
    }

    @Test
    void recordersAtOnceLoseAndMixNothing() throws Exception {
        List<Trajectory> runs =
                IntStream.range(0, 4).mapToObj(i -> open("run_" + i)).toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 64).forEach(i -> threads.execute(() -> record(runs.get(i % 4), 20)));
        }

        for (Trajectory run : runs) {
            assertThat(trajectories.events(TENANT, run.run(), 0))
                    .extracting(RecordedEvent::sequence)
                    .containsExactlyElementsOf(numbers(1, 320));
            assertThat(heard.of(run.run())).isEqualTo(trajectories.events(TENANT, run.run(), 0));
        }
    }

    @Test
    void interruptedThreadStillRecordsItsEnd() {
        Trajectory trajectory = open("run_1");
        Thread.currentThread().interrupt();

        trajectory.record(0, new Event.Cancelled("interrupted"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(trajectories.find(TENANT, "run_1").status()).isEqualTo(Run.Status.CANCELLED);
    }

    @Test
    void followerHearsWhatWasStoredAndWhatComesOnceEach() {
        Trajectory trajectory = open("run_1");
        record(trajectory, 300);
        List<RecordedEvent> followed = new ArrayList<>();

        trajectories.follow(TENANT, "run_1", 2, event -> {
            if (event != null) {
                followed.add(event);
                recordNext(trajectory, event.sequence());
            }
        });

        assertThat(followed).extracting(RecordedEvent::sequence).containsExactlyElementsOf(numbers(3, 400));
        assertThat(followed.getLast().event()).isEqualTo(END);
    }

    @Test
    void followerWhoFallsFarBehindMissesNothing() {
        Trajectory trajectory = open("run_1");
        record(trajectory, 1);
        List<RecordedEvent> followed = new ArrayList<>();

        trajectories.follow(TENANT, "run_1", 0, event -> {
            if (event != null) {
                followed.add(event);
                if (event.sequence() == 1) {
                    record(trajectory, 1000);
                    trajectory.record(0, END);
                }
            }
        });

        assertThat(followed).extracting(RecordedEvent::sequence).containsExactlyElementsOf(numbers(1, 1002));
    }

    @Test
    void followersAtOnceHearTheSame() {
        Trajectory trajectory = open("run_1");
        List<List<RecordedEvent>> followed = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<CompletableFuture<Void>> followers = followed.stream()
                .map(list -> CompletableFuture.runAsync(() -> follow("run_1", list)))
                .toList();

        record(trajectory, 100);
        trajectory.record(0, END);
        followers.forEach(CompletableFuture::join);

        assertThat(followed).allSatisfy(list -> assertThat(list).isEqualTo(trajectories.events(TENANT, "run_1", 0)));
    }

    @Test
    void followingAnEndedRunEnds() {
        Trajectory trajectory = open("run_1");
        record(trajectory, 2);
        trajectory.record(0, END);
        List<RecordedEvent> followed = new ArrayList<>();

        follow("run_1", followed);

        assertThat(followed).extracting(RecordedEvent::sequence).containsExactly(1L, 2L, 3L);
    }

    @Test
    void followerIsToldOfSilence() {
        Trajectory trajectory = open("run_1");
        List<RecordedEvent> followed = new ArrayList<>();

        trajectories.follow(TENANT, "run_1", 0, event -> {
            followed.add(event);
            if (followed.size() == 2) {
                trajectory.record(0, END);
            }
        });

        assertThat(followed)
                .startsWith(null, null)
                .extracting(event -> event == null)
                .contains(false);
    }

    @Test
    void interruptEndsFollowing() throws Exception {
        open("run_1");
        CountDownLatch following = new CountDownLatch(1);
        Thread follower = Thread.startVirtualThread(
                () -> trajectories.follow(TENANT, "run_1", 0, event -> following.countDown()));

        following.await();
        follower.interrupt();

        assertThat(follower.join(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void readerWhoIsGoneEndsFollowing() {
        open("run_1");

        assertThatIllegalStateException()
                .isThrownBy(() -> trajectories.follow(TENANT, "run_1", 0, event -> {
                    throw new IllegalStateException("gone");
                }))
                .withMessage("gone");
    }

    @Test
    void listenerHearsOfAnEventBeforeItsRecorderGoesOn() {
        Trajectory trajectory = open("run_1");

        trajectory.record(0, STEP);
        trajectory.record(0, END);

        assertThat(heard.of("run_1")).isEqualTo(trajectories.events(TENANT, "run_1", 0));
        assertThat(heard.lastRun("run_1")).isEqualTo(trajectories.find(TENANT, "run_1"));
    }

    @Test
    void listenerThatFailsHurtsNobody() {
        heard.failOn(STEP);
        Trajectory trajectory = open("run_1");

        trajectory.record(0, STEP);
        trajectory.record(0, END);

        assertThat(trajectories.events(TENANT, "run_1", 0)).hasSize(2);
        assertThat(heard.of("run_1")).extracting(RecordedEvent::event).containsExactly(END);
    }

    @Test
    void endedRunIsDeletedWithItsEventsAfterListenersHeard() {
        open("run_1").record(0, END);

        trajectories.delete(TENANT, "run_1");

        assertThat(heard.deleted()).containsExactly("run_1");
        assertFailure(() -> trajectories.find(TENANT, "run_1"), Failure.NotFound.class);
        assertThat(trajectories.list(TENANT, null, 10)).isEmpty();
    }

    @Test
    void runThatIsGoingOnIsNotDeleted() {
        open("run_1");

        assertFailure(() -> trajectories.delete(TENANT, "run_1"), Failure.InvalidRequest.class);

        assertThat(heard.deleted()).isEmpty();
        assertThat(trajectories.find(TENANT, "run_1").status()).isEqualTo(Run.Status.RUNNING);
    }

    @Test
    void runsAreDeletedByAge() {
        open("run_1").record(0, END);
        open("run_2").record(0, END);
        open("run_3");

        int deleted = trajectories.deleteExpired(START.plusSeconds(3), Long.MAX_VALUE);

        assertThat(deleted).isEqualTo(1);
        assertThat(trajectories.list(TENANT, null, 10)).extracting(Run::id).containsExactly("run_3", "run_2");
    }

    @Test
    void oldestRunsBeyondATenantsSizeAreDeleted() {
        for (String id : List.of("run_1", "run_2", "run_3")) {
            Trajectory trajectory = open(id);
            trajectory.record(0, new Event.CellStarted(1, 1, "x".repeat(900)));
            trajectory.record(0, END);
        }
        trajectories.open("run_other", "other", "rlm").record(0, END);

        int deleted = trajectories.deleteExpired(START, 2500);

        assertThat(deleted).isEqualTo(1);
        assertThat(trajectories.list(TENANT, null, 10)).extracting(Run::id).containsExactly("run_3", "run_2");
        assertThat(trajectories.list("other", null, 10)).hasSize(1);
    }

    @Test
    void runWhoseListenerRefusesIsKeptAndTheOthersGo() {
        open("run_1").record(0, END);
        open("run_2").record(0, END);
        heard.refuseDeletionOf("run_1");

        int deleted = trajectories.deleteExpired(START.plusSeconds(60), Long.MAX_VALUE);

        assertThat(deleted).isEqualTo(1);
        assertThat(trajectories.list(TENANT, null, 10)).extracting(Run::id).containsExactly("run_1");
    }

    @Test
    void runOfAnEarlierProcessGoesOnWhereItWasBrokenOff() {
        Trajectory broken = open("run_1");
        record(broken, 2);
        broken.nextSession();
        broken.record(1, STEP);
        trajectories.close();
        trajectories = journal();

        Trajectory again = Objects.requireNonNull(trajectories.reopen(TENANT, "run_1"));
        again.note(0, STEP);
        again.record(0, END);

        assertThat(again.nextSession()).isEqualTo(2);
        assertThat(trajectories.events(TENANT, "run_1", 0))
                .extracting(RecordedEvent::sequence)
                .containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(trajectories.find(TENANT, "run_1").status()).isEqualTo(Run.Status.ANSWERED);
    }

    @Test
    void runThatIsGoingOnOrHasEndedIsNotOpenedAgain() {
        Trajectory going = open("run_1");
        assertThat(trajectories.reopen(TENANT, "run_1")).isNull();
        going.record(0, END);
        assertThat(trajectories.reopen(TENANT, "run_1")).isNull();
        assertThatThrownBy(() -> trajectories.reopen("other", "run_1")).isInstanceOf(FailureException.class);
    }

    @Test
    void newestRunOfARequestIsFound() {
        trajectories.open("run_1", TENANT, "rlm", "request");
        trajectories.open("run_2", TENANT, "rlm", "request");
        trajectories.open("run_3", TENANT, "rlm", "another");
        trajectories.open("run_4", "other", "rlm", "request");

        assertThat(trajectories.latest(TENANT, "request")).extracting(Run::id).isEqualTo("run_2");
        assertThat(trajectories.latest(TENANT, "none")).isNull();
    }

    @Test
    void runOfAnEarlierProcessIsGivenUp() {
        record(open("run_1"), 2);
        open("run_2").record(0, END);
        trajectories.close();
        trajectories = journal();
        Trajectory going = open("run_3");

        trajectories.endAbandoned(true, Instant.EPOCH);

        assertThat(trajectories.find(TENANT, "run_1").status()).isEqualTo(Run.Status.CANCELLED);
        RecordedEvent last = trajectories.events(TENANT, "run_1", 0).getLast();
        assertThat(last.sequence()).isEqualTo(3);
        assertThat(last.event())
                .isEqualTo(new Event.Abandoned("the service was stopped while this run was going on,"
                        + " and nobody asked for its answer again in time"));
        assertThat(trajectories.find(TENANT, "run_2").status()).isEqualTo(Run.Status.ANSWERED);
        going.record(0, END);
    }

    @Test
    void recordingAfterTheJournalIsClosedFails() {
        Trajectory trajectory = open("run_1");
        trajectories.close();

        assertFailure(() -> trajectory.record(0, STEP), Failure.Internal.class);
    }

    protected final StoredTrajectories trajectories() {
        return trajectories;
    }

    protected final Trajectory open(String id) {
        return trajectories.open(id, TENANT, "rlm");
    }

    protected static void assertFailure(ThrowingCallable action, Class<? extends Failure> kind) {
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(action)
                .extracting(FailureException::failure)
                .isInstanceOf(kind);
    }

    private StoredTrajectories journal() {
        return new StoredTrajectories(openStore(), new RunListeners(() -> List.of(heard)), clock, Duration.ofMillis(5));
    }

    private void follow(String id, List<RecordedEvent> events) {
        trajectories.follow(TENANT, id, 0, event -> {
            if (event != null) {
                events.add(event);
            }
        });
    }

    private static void record(Trajectory trajectory, int times) {
        for (int i = 0; i < times; i++) {
            trajectory.record(0, STEP);
        }
    }

    private static void recordNext(Trajectory trajectory, long sequence) {
        if (sequence >= 300 && sequence < 399) {
            trajectory.record(0, STEP);
        } else if (sequence == 399) {
            trajectory.record(0, END);
        }
    }

    private static List<Long> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }
}
