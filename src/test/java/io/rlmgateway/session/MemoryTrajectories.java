package io.rlmgateway.session;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.GivenAnswer;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.trajectory.ReplayEvent;
import io.rlmgateway.trajectory.Run;
import io.rlmgateway.trajectory.RunKeys;
import io.rlmgateway.trajectory.ToolEvent;
import io.rlmgateway.trajectory.Trajectories;
import io.rlmgateway.trajectory.Trajectory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A journal in memory. */
final class MemoryTrajectories implements Trajectories {

    private final Map<String, Run> runs = new ConcurrentHashMap<>();
    private final Map<String, String> requests = new ConcurrentHashMap<>();
    private final Map<String, String> conversations = new ConcurrentHashMap<>();
    private final List<RecordedEvent> recorded = new ArrayList<>();
    private final IdentityHashMap<RecordedEvent, String> owners = new IdentityHashMap<>();

    /** Tells when runs end. */
    InstantSource clock = InstantSource.system();

    /** Hears that the events of a run are read. */
    Consumer<String> reading = run -> {};

    /** Whether runs can be taken that an earlier process left. */
    boolean reopening = true;

    /** Hears of a run that can be found now, before whoever opened it goes on. */
    Consumer<String> opened = run -> {};

    /** {@return the journal of a run that was broken off behind these events} */
    static MemoryTrajectories after(Run run, List<RecordedEvent> events) {
        MemoryTrajectories trajectories = new MemoryTrajectories();
        trajectories.runs.put(run.id(), run);
        events.forEach(event -> trajectories.add(run.id(), event));
        return trajectories;
    }

    /** Adds another run. */
    void and(Run run, List<RecordedEvent> events) {
        runs.put(run.id(), run);
        events.forEach(event -> add(run.id(), event));
    }

    synchronized List<RecordedEvent> recorded() {
        return List.copyOf(recorded);
    }

    <E extends Event> List<E> events(Class<E> type) {
        return recorded().stream()
                .map(RecordedEvent::event)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    List<String> kinds() {
        return recorded().stream()
                .map(event -> event.event().getClass().getSimpleName())
                .toList();
    }

    /** {@return what was recorded of a run} */
    synchronized List<RecordedEvent> of(String run) {
        return recorded.stream().filter(event -> run.equals(owners.get(event))).toList();
    }

    private synchronized Instant add(String run, RecordedEvent event) {
        recorded.add(event);
        owners.put(event, run);
        return Instant.EPOCH;
    }

    private Instant add(String run, int session, Event event) {
        return add(run, new RecordedEvent(recorded().size() + 1L, Instant.EPOCH, session, event));
    }

    @Override
    public @Nullable Trajectory reopen(String tenant, String id) {
        return find(tenant, id).ended() == null && reopening ? new MemoryTrajectory(id) : null;
    }

    @Override
    public @Nullable Run latest(String tenant, String request) {
        String run = requests.get(request);
        return run == null ? null : find(tenant, run);
    }

    @Override
    public Trajectory open(String id, String tenant, String model, RunKeys keys) {
        runs.put(id, new Run(id, tenant, model, Instant.EPOCH, null, Run.Status.RUNNING));
        if (keys.request() != null) {
            requests.put(keys.request(), id);
        }
        if (keys.conversation() != null) {
            conversations.put(id, keys.conversation());
        }
        opened.accept(id);
        return new MemoryTrajectory(id);
    }

    @Override
    public List<GivenAnswer> answers(String tenant, String conversation, int limit) {
        return conversations.entrySet().stream()
                .filter(named -> named.getValue().equals(conversation) && runs.containsKey(named.getKey()))
                .flatMap(named -> of(named.getKey()).stream()
                        .filter(event -> event.session() == 0 && event.event() instanceof Event.Answered)
                        .map(event -> new GivenAnswer(named.getKey(), (Event.Answered) event.event())))
                .limit(limit)
                .toList();
    }

    @Override
    public List<Run> waiting(String tenant, String conversation, int limit) {
        return conversations.entrySet().stream()
                .filter(named -> named.getValue().equals(conversation))
                .map(named -> find(tenant, named.getKey()))
                .filter(run -> run.status() == Run.Status.WAITING)
                .limit(limit)
                .toList();
    }

    @Override
    public String newId() {
        return "run_" + runs.size();
    }

    @Override
    public List<Run> list(String tenant, @Nullable String after, int limit) {
        return List.copyOf(runs.values());
    }

    @Override
    public Run find(String tenant, String id) {
        Run run = runs.get(id);
        if (run == null || !run.tenant().equals(tenant)) {
            throw new FailureException(new Failure.NotFound("No run '" + id + "'."));
        }
        return run;
    }

    @Override
    public List<RecordedEvent> events(String tenant, String id, long after) {
        find(tenant, id);
        reading.accept(id);
        return of(id);
    }

    @Override
    public void follow(String tenant, String id, long after, Consumer<@Nullable RecordedEvent> listener) {
        recorded().forEach(listener);
    }

    @Override
    public void delete(String tenant, String id) {
        runs.remove(id);
    }

    private static Run standing(Run run, Run.Status status) {
        return new Run(run.id(), run.tenant(), run.model(), run.created(), run.ended(), status);
    }

    private Run ended(Run run, Event.Ending end) {
        Run.Status status = switch (end) {
            case Event.Answered _ -> Run.Status.ANSWERED;
            case Event.Failed _ -> Run.Status.FAILED;
            case Event.Cancelled _, Event.Abandoned _ -> Run.Status.CANCELLED;
        };
        return new Run(run.id(), run.tenant(), run.model(), run.created(), clock.instant(), status);
    }

    private final class MemoryTrajectory implements Trajectory {

        private final String run;
        private final AtomicInteger sessions;

        MemoryTrajectory(String run) {
            this.run = run;
            this.sessions = new AtomicInteger(
                    of(run).stream().mapToInt(RecordedEvent::session).max().orElse(0));
        }

        @Override
        public String run() {
            return run;
        }

        @Override
        public int nextSession() {
            return sessions.incrementAndGet();
        }

        @Override
        public Instant record(int session, Event event) {
            if (session == 0 && event instanceof Event.Ending end) {
                runs.computeIfPresent(run, (_, going) -> ended(going, end));
            }
            if (event instanceof ToolEvent step) {
                runs.computeIfPresent(run, (_, going) -> standing(going, step.status()));
            }
            return add(run, session, event);
        }

        @Override
        public void leave() {
            // anybody may take it
        }

        @Override
        public Instant note(int session, Event event) {
            return event instanceof ReplayEvent.Returned ? Instant.EPOCH : add(run, session, event);
        }
    }
}
