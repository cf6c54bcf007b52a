package io.rlmgateway.usage;

import io.rlmgateway.access.AnsweredRequest;
import io.rlmgateway.access.AnsweredRequest.Way;
import io.rlmgateway.access.Spent;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.Event.Usage;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.trajectory.Trajectories;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Writes the rows that a service which was killed could not write any more: of questions that its sessions had begun to
 * answer, from what the journal has of their runs. This is done before the first request, so that what was spent counts on
 * the limits of its key.
 */
@Component
final class LostUsage implements SmartInitializingSingleton {

    static final String OUTCOME = "service_lost";

    private static final Logger LOG = LoggerFactory.getLogger(LostUsage.class);

    private final UsageTable table;
    private final Trajectories trajectories;

    LostUsage(UsageTable table, Trajectories trajectories) {
        this.table = table;
        this.trajectories = trajectories;
    }

    @Override
    public void afterSingletonsInstantiated() {
        List<AnsweredRequest> rows = table.unfinished().stream().map(this::row).toList();
        if (!rows.isEmpty()) {
            table.store(List.of(), rows);
            LOG.info("Wrote the usage of {} sessions that the service had left open when it ended", rows.size());
        }
    }

    private AnsweredRequest row(UnfinishedRequest request) {
        List<RecordedEvent> events = events(request);
        Instant last = events.isEmpty() ? request.at() : events.getLast().at();
        Instant end = last.isBefore(request.at()) ? request.at() : last;
        return new AnsweredRequest(
                request.caller(),
                request.model(),
                // the sub-calls of a run are told with its answer
                new Way("rlm", 0, List.of(request.run())),
                without(spent(events), table.told(request.run())),
                Duration.between(request.at(), end),
                OUTCOME,
                end);
    }

    private List<RecordedEvent> events(UnfinishedRequest request) {
        try {
            return trajectories.events(request.caller().tenant(), request.run(), 0);
        } catch (FailureException e) {
            if (e.failure() instanceof Failure.NotFound) {
                // it had not opened
                return List.of();
            }
            throw e;
        }
    }

    private static Spent spent(List<RecordedEvent> events) {
        List<Usage> usages = events.stream()
                .map(RecordedEvent::event)
                .flatMap(LostUsage::usage)
                .toList();
        return new Spent(
                usages.stream().mapToLong(Usage::input).sum(),
                usages.stream().mapToLong(Usage::cached).sum(),
                usages.stream().mapToLong(Usage::output).sum(),
                usages.stream().mapToLong(Usage::reasoning).sum(),
                cost(usages));
    }

    private static Stream<Usage> usage(Event event) {
        return switch (event) {
            case Event.ModelReplied replied -> Stream.of(replied.usage());
            case Event.SubCallEnded ended -> Stream.ofNullable(ended.usage());
            case Event _ -> Stream.empty();
        };
    }

    private static @Nullable Double cost(List<Usage> usages) {
        double sum = 0;
        for (Usage usage : usages) {
            if (usage.costUsd() == null) {
                return null;
            }
            sum += usage.costUsd();
        }
        return sum;
    }

    /** Earlier requests of a run told a part of it. */
    private static Spent without(Spent all, Spent told) {
        Double cost = all.costUsd();
        return new Spent(
                Math.max(0, all.input() - told.input()),
                Math.max(0, all.cached() - told.cached()),
                Math.max(0, all.output() - told.output()),
                Math.max(0, all.reasoning() - told.reasoning()),
                cost == null ? null : Math.max(0, cost - told.knownCostUsd()));
    }
}
