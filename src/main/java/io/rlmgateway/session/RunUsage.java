package io.rlmgateway.session;

import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.Event.Usage;
import io.rlmgateway.trajectory.RecordedEvent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run used.
 *
 * @param turns turns of the root session
 * @param cells cells of all sessions
 * @param subCalls questions to sub-models and child sessions
 * @param models tokens and cost by model
 * @param costUsd US dollars; null when a price is unknown
 */
record RunUsage(
        int turns,
        int cells,
        int subCalls,
        Map<String, Model> models,
        @Nullable Double costUsd) {

    /** What one model was used for; {@code costUsd} is null when its price is unknown. */
    record Model(
            int calls,
            long input,
            long cached,
            long output,
            long reasoning,
            @Nullable Double costUsd) {

        private static Model of(Usage usage) {
            return new Model(1, usage.input(), usage.cached(), usage.output(), usage.reasoning(), usage.costUsd());
        }

        private Model plus(Model other) {
            return new Model(
                    calls + other.calls,
                    input + other.input,
                    cached + other.cached,
                    output + other.output,
                    reasoning + other.reasoning,
                    sum(Stream.of(this, other)));
        }

        private static @Nullable Double sum(Stream<Model> models) {
            List<@Nullable Double> costs =
                    models.<@Nullable Double>map(Model::costUsd).toList();
            return costs.contains(null)
                    ? null
                    : costs.stream().mapToDouble(Objects::requireNonNull).sum();
        }
    }

    static RunUsage of(List<RecordedEvent> events) {
        Map<String, Model> models = of(events.stream().map(RecordedEvent::event).flatMap(RunUsage::usage));
        return new RunUsage(
                count(events, Event.TurnAsked.class, 0),
                count(events, Event.CellStarted.class, Integer.MAX_VALUE),
                count(events, Event.SubCallAsked.class, Integer.MAX_VALUE) + children(events),
                models,
                Model.sum(models.values().stream()));
    }

    static Map<String, Model> of(Stream<Usage> usages) {
        Map<String, Model> models = new TreeMap<>();
        usages.forEach(usage -> models.merge(usage.model(), Model.of(usage), Model::plus));
        return models;
    }

    private static Stream<Usage> usage(Event event) {
        return switch (event) {
            case Event.ModelReplied replied -> Stream.of(replied.usage());
            case Event.SubCallEnded ended -> Stream.ofNullable(ended.usage());
            case Event _ -> Stream.empty();
        };
    }

    private static int count(List<RecordedEvent> events, Class<? extends Event> kind, int lastSession) {
        return (int) events.stream()
                .filter(event -> kind.isInstance(event.event()) && event.session() <= lastSession)
                .count();
    }

    private static int children(List<RecordedEvent> events) {
        return (int) events.stream()
                .filter(event -> event.event() instanceof Event.Opened && event.session() > 0)
                .count();
    }
}
