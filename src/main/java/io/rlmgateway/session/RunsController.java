package io.rlmgateway.session;

import io.rlmgateway.access.Caller;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.api.ServerSentEvents;
import io.rlmgateway.trajectory.EventJson;
import io.rlmgateway.trajectory.Run;
import io.rlmgateway.trajectory.Trajectories;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A tenant's runs: what they did, what they do, and their end. */
@RestController
@RequestMapping("/v1/rlm/runs")
class RunsController {

    private static final int LIMIT = 20;
    private static final int HIGHEST_LIMIT = 100;
    private static final Duration STOPPING = Duration.ofSeconds(30);
    private static final MediaType JSON_LINES = MediaType.parseMediaType("application/jsonl;charset=utf-8");

    private final Trajectories trajectories;
    private final Sessions sessions;

    RunsController(Trajectories trajectories, Sessions sessions) {
        this.trajectories = trajectories;
        this.sessions = sessions;
    }

    @GetMapping
    ResponseEntity<byte[]> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String after) {
        int size = limit(limit);
        return json(RunPage.of(trajectories.list(caller.tenant(), after, size + 1), size));
    }

    @GetMapping("/{id}")
    ResponseEntity<byte[]> tree(Caller caller, @PathVariable String id) {
        return json(readTree(caller, id));
    }

    @GetMapping("/{id}/trajectory.jsonl")
    ResponseEntity<byte[]> trajectory(Caller caller, @PathVariable String id) {
        Run run = trajectories.find(caller.tenant(), id);
        String lines = RunTrajectoryLog.lines(run, trajectories.events(caller.tenant(), id, 0)).stream()
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        return ResponseEntity.ok().contentType(JSON_LINES).body(lines.getBytes(StandardCharsets.UTF_8));
    }

    @GetMapping("/{id}/events")
    void events(
            Caller caller,
            @PathVariable String id,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEvent,
            HttpServletResponse response) {
        long after = lastEvent == null ? 0 : number(lastEvent, "Last-Event-ID");
        trajectories.find(caller.tenant(), id);
        RunEventStream stream = new RunEventStream(ServerSentEvents.open(response));
        trajectories.follow(caller.tenant(), id, after, stream);
        if (trajectories.find(caller.tenant(), id).ended() != null) {
            stream.end();
        }
    }

    /** Cancels a run and waits a while for its end; harmless when it has ended. */
    @PostMapping("/{id}/cancel")
    ResponseEntity<byte[]> cancel(Caller caller, @PathVariable String id) {
        return json(RunFacts.of(stopped(caller, id)));
    }

    /** Cancels a run that is going on, then deletes it with all that belongs to it. */
    @DeleteMapping("/{id}")
    ResponseEntity<byte[]> delete(Caller caller, @PathVariable String id) {
        if (stopped(caller, id).ended() == null) {
            throw new FailureException(new Failure.Overloaded(
                    "The run " + id + " was cancelled and is still stopping; delete it again in a moment.",
                    Duration.ofSeconds(5)));
        }
        trajectories.delete(caller.tenant(), id);
        return json(new RunDeleted(id, RunFacts.OBJECT, true));
    }

    /**
     * What a client hears when a run was deleted.
     *
     * @param object always {@code rlm.run}
     */
    record RunDeleted(String id, String object, boolean deleted) {}

    private RunTree readTree(Caller caller, String id) {
        Run run = trajectories.find(caller.tenant(), id);
        return RunTreeBuilder.tree(run, trajectories.events(caller.tenant(), id, 0));
    }

    private Run stopped(Caller caller, String id) {
        if (trajectories.find(caller.tenant(), id).ended() == null) {
            sessions.cancel(caller.tenant(), id);
            RunEndWait.atMost(STOPPING).await(trajectories, caller.tenant(), id);
        }
        return trajectories.find(caller.tenant(), id);
    }

    private static int limit(@Nullable String text) {
        long limit = text == null ? LIMIT : number(text, "limit");
        if (limit < 1) {
            throw outOfRange(
                    Failure.Reason.INTEGER_BELOW_MIN_VALUE, "below minimum value. Expected a value >= 1", limit);
        }
        if (limit > HIGHEST_LIMIT) {
            throw outOfRange(
                    Failure.Reason.INTEGER_ABOVE_MAX_VALUE, "above maximum value. Expected a value <= 100", limit);
        }
        return (int) limit;
    }

    private static FailureException outOfRange(Failure.Reason reason, String bound, long limit) {
        return new FailureException(new Failure.InvalidRequest(
                reason, "Invalid 'limit': integer " + bound + ", but got " + limit + " instead.", "limit"));
    }

    private static long number(String text, String param) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new FailureException(
                    new Failure.InvalidRequest(
                            Failure.Reason.INVALID_TYPE, "Invalid '" + param + "': expected an integer.", param),
                    e);
        }
    }

    private static ResponseEntity<byte[]> json(Object body) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(EventJson.write(body).getBytes(StandardCharsets.UTF_8));
    }
}
