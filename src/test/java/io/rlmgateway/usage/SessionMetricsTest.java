package io.rlmgateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.Event.CallId;
import io.rlmgateway.trajectory.Event.Usage;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.trajectory.Run;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SessionMetricsTest {

    private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");
    private static final Run RUNNING = new Run("run_1", "acme", "rlm", START, null, Run.Status.RUNNING);
    private static final Run ANSWERED =
            new Run("run_1", "acme", "rlm", START, START.plusSeconds(25), Run.Status.ANSWERED);
    private static final CallId CALL = new CallId(1, 1, 0);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SessionMetrics metrics = new SessionMetrics(registry, new CallMetrics(registry));

    @Test
    void namesTypesAndTagsAreThoseOfTheEnum() {
        hearRun();

        for (SessionMetric metric : SessionMetric.values()) {
            assertThat(registry.find(metric.getName()).meters())
                    .as(metric.getName())
                    .isNotEmpty()
                    .allSatisfy(meter -> {
                        assertThat(meter.getId().getType()).isEqualTo(metric.getType());
                        assertThat(meter.getId().getTags())
                                .extracting(Tag::getKey)
                                .containsExactlyInAnyOrderElementsOf(keys(metric));
                    });
        }
        assertThat(registry.getMeters())
                .extracting(Meter::getId)
                .extracting(Meter.Id::getName)
                .isSubsetOf(Arrays.stream(SessionMetric.values())
                        .map(SessionMetric::getName)
                        .toList());
    }

    @Test
    void runsAreCountedByOutcomeWithTheirDuration() {
        hearRun();

        assertThat(registry.get("rlm.runs").tag("outcome", "answered").counter().count())
                .isEqualTo(1);
        assertThat(registry.get("rlm.run.duration").timer().totalTime(TimeUnit.SECONDS))
                .isEqualTo(25);
    }

    @Test
    void stepsAreCounted() {
        hearRun();

        assertThat(registry.get("rlm.turns").counter().count()).isEqualTo(1);
        assertThat(registry.get("rlm.child_sessions").counter().count()).isEqualTo(1);
        assertThat(registry.get("rlm.cells").tag("outcome", "failed").counter().count())
                .isEqualTo(1);
        assertThat(registry.get("rlm.cell.duration").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(7);
        assertThat(registry.get("rlm.sub_calls")
                        .tag("outcome", "answered")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("rlm.sub_calls")
                        .tag("outcome", "failed")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void tokensAndMoneyAreCountedByModel() {
        hearRun();

        assertThat(tokens("openai/root", "input")).isEqualTo(900);
        assertThat(tokens("openai/root", "cached")).isEqualTo(100);
        assertThat(tokens("openai/root", "output")).isEqualTo(40);
        assertThat(tokens("openai/root", "reasoning")).isEqualTo(10);
        assertThat(tokens("local", "input")).isEqualTo(300);
        assertThat(registry.get("rlm.cost").counters()).singleElement().satisfies(cost -> {
            assertThat(cost.getId().getTag("gen_ai.request.model")).isEqualTo("openai/root");
            assertThat(cost.count()).isEqualTo(0.5);
        });
        assertThat(registry.get("gen_ai.client.token.usage")
                        .tags("gen_ai.provider.name", "openai", "gen_ai.token.type", "output")
                        .summary()
                        .totalAmount())
                .isEqualTo(40);
        assertThat(registry.get("gen_ai.client.operation.duration")
                        .tag("gen_ai.provider.name", "local")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(400);
    }

    private double tokens(String model, String kind) {
        return registry.get("rlm.tokens")
                .tags("gen_ai.request.model", model, "kind", kind)
                .counter()
                .count();
    }

    private void hearRun() {
        hear(RUNNING, 0, new Event.Opened(0, null, "?", List.of("openai/root"), List.of(), Map.of(), null));
        hear(RUNNING, 1, new Event.Opened(1, new Event.ParentCall(0, CALL), "?", List.of(), List.of(), Map.of(), null));
        hear(RUNNING, 0, new Event.TurnAsked(1, null, List.of()));
        hear(RUNNING, 0, new Event.ModelReplied(1, "", "stop", new Usage("openai/root", 900, 100, 40, 10, 0.5), 1200));
        hear(RUNNING, 0, new Event.CellStarted(1, 1, ""));
        hear(RUNNING, 0, new Event.SubCallAsked(CALL, "llm_query", "local", "?"));
        hear(RUNNING, 0, new Event.SubCallEnded(CALL, "!", null, "stop", new Usage("local", 300, 0, 5, 0, null), 400));
        hear(RUNNING, 0, new Event.SubCallEnded(CALL, null, "timed out", null, null, 0));
        hear(RUNNING, 0, new Event.CellEnded(1, 1, "failed", "", "", null, Map.of(), 7));
        hear(RUNNING, 1, new Event.Answered("of the child", null));
        hear(ANSWERED, 0, new Event.Answered("42", null));
    }

    private void hear(Run run, int session, Event event) {
        metrics.recorded(run, new RecordedEvent(1, START, session, event));
    }

    private static List<String> keys(SessionMetric metric) {
        return Arrays.stream(metric.getKeyNames()).map(KeyName::asString).toList();
    }
}
