package io.rlmgateway.session;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.api.FailureTable;
import io.rlmgateway.trajectory.GivenAnswer;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.trajectory.Run;
import io.rlmgateway.trajectory.RunKeys;
import io.rlmgateway.trajectory.Trajectories;
import io.rlmgateway.trajectory.Trajectory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A journal and sessions whose runs a test writes down. A run that is going on is silent, and its followers are interrupted. */
final class RunScript implements Trajectories {

    private final List<Run> runs = new ArrayList<>();
    private final Map<String, List<RecordedEvent>> events = new HashMap<>();
    private final List<String> cancelled = new ArrayList<>();
    private boolean deaf;

    void add(String tenant, String id) {
        add(new Run(id, tenant, "rlm", Instant.parse("2026-11-21T09:00:00Z"), null, Run.Status.RUNNING), List.of());
    }

    void add(Run run, List<RecordedEvent> ofRun) {
        runs.addFirst(run);
        events.put(run.id(), ofRun);
    }

    void ignoreCancelling() {
        deaf = true;
    }

    List<String> cancelled() {
        return cancelled;
    }

    Sessions sessions() {
        return new ScriptedSessions();
    }

    static int status(Throwable thrown) {
        return thrown instanceof FailureException failure
                ? FailureTable.row(failure.failure()).status()
                : 500;
    }

    @Override
    public List<Run> list(String tenant, @Nullable String after, int limit) {
        List<Run> own = runs.stream().filter(run -> run.tenant().equals(tenant)).toList();
        int first = after == null ? 0 : own.indexOf(find(tenant, after)) + 1;
        return own.stream().skip(first).limit(limit).toList();
    }

    @Override
    public Run find(String tenant, String id) {
        return runs.stream()
                .filter(run -> run.id().equals(id) && run.tenant().equals(tenant))
                .findAny()
                .orElseThrow(() -> new FailureException(new Failure.NotFound("No run found with id '" + id + "'.")));
    }

    @Override
    public List<RecordedEvent> events(String tenant, String id, long after) {
        find(tenant, id);
        return events.getOrDefault(id, List.of()).stream()
                .filter(event -> event.sequence() > after)
                .toList();
    }

    @Override
    public void follow(String tenant, String id, long after, Consumer<@Nullable RecordedEvent> listener) {
        find(tenant, id);
        listener.accept(null);
        events(tenant, id, after).forEach(listener);
    }

    @Override
    public void delete(String tenant, String id) {
        runs.remove(find(tenant, id));
    }

    @Override
    public Trajectory open(String id, String tenant, String model, RunKeys keys) {
        throw new UnsupportedOperationException("only reading is scripted");
    }

    @Override
    public @Nullable Trajectory reopen(String tenant, String id) {
        throw new UnsupportedOperationException("only reading is scripted");
    }

    @Override
    public List<GivenAnswer> answers(String tenant, String conversation, int limit) {
        return List.of();
    }

    @Override
    public List<Run> waiting(String tenant, String conversation, int limit) {
        return List.of();
    }

    @Override
    public @Nullable Run latest(String tenant, String request) {
        throw new UnsupportedOperationException("only reading is scripted");
    }

    @Override
    public String newId() {
        throw new UnsupportedOperationException("only reading is scripted");
    }

    private final class ScriptedSessions implements Sessions {

        @Override
        public Question resuming(Question question) {
            return question;
        }

        @Override
        public boolean leave(Question.Asked asked) {
            return false;
        }

        @Override
        public void cancel(String tenant, String id) {
            Run run = find(tenant, id);
            cancelled.add(id);
            if (!deaf) {
                runs.set(
                        runs.indexOf(run),
                        new Run(
                                id,
                                tenant,
                                run.model(),
                                run.created(),
                                run.created().plusSeconds(1),
                                Run.Status.CANCELLED));
            }
        }

        @Override
        public Question.Asked run(String tenant, @Nullable String request, Question.Repeat repeat) {
            throw new UnsupportedOperationException("only cancelling is scripted");
        }

        @Override
        public List<ServedModel> models() {
            return List.of();
        }

        @Override
        public Route route(Question question) {
            throw new UnsupportedOperationException("only cancelling is scripted");
        }

        @Override
        public Answer answer(Route.Rlm route, AnswerListener listener) {
            throw new UnsupportedOperationException("only cancelling is scripted");
        }
    }
}
