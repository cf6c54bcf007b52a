package io.rlmgateway.session;

import static io.rlmgateway.session.ScriptedRepls.printed;
import static io.rlmgateway.session.SessionFixture.cell;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.tracing.propagation.Propagator;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import io.rlmgateway.tracing.OpenSpan;
import io.rlmgateway.tracing.SpanName;
import io.rlmgateway.tracing.Spans;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One trace leads from the request through session, turn and cell to each question to a model. */
class TracedSessionTest {

    private final SimpleTracer tracer = new SimpleTracer();
    private SessionFixture session;

    @BeforeEach
    void open(@TempDir Path directory) {
        session = new SessionFixture(directory);
        session.spans = new Spans(tracer, Propagator.NOOP, false);
    }

    private void askWithBatch() {
        session.models.turn(cell("work"), "FINAL(done)");
        session.repls.on("work", repl -> {
            repl.call("llm_query_batched", "prompts", List.of("a", "b"));
            return printed("worked");
        });
        session.ask("How many?");
    }

    @Test
    void spansStandBelowEachOtherAsTheStepsDo() {
        try (OpenSpan _ = session.spans.open(SpanName.ATTEMPT)) {
            askWithBatch();
        }

        SimpleSpan run = one("rlm.session");
        assertThat(parent(run).getName()).isEqualTo("rlm.upstream.attempt");
        assertThat(run.getTags())
                .containsEntry("rlm.run.id", "run_test")
                .containsEntry("rlm.tenant", "default")
                .containsEntry("rlm.depth", "0");
        List<SimpleSpan> turns = all("rlm.turn");
        assertThat(turns).hasSize(2).allSatisfy(turn -> assertThat(parent(turn)).isSameAs(run));
        SimpleSpan cell = one("rlm.cell");
        assertThat(parent(cell)).isSameAs(turns.getFirst());
        assertThat(cell.getTags()).containsEntry("rlm.outcome", "printed");
        assertThat(all("chat demo/root"))
                .hasSize(2)
                .allSatisfy(call -> assertThat(parent(call).getName()).isEqualTo("rlm.turn"));
        assertThat(all("chat demo/sub")).hasSize(2).allSatisfy(call -> {
            assertThat(parent(call)).isSameAs(cell);
            assertThat(call.getTags()).containsKeys("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens");
        });
    }

    @Test
    void aChildSessionStandsBelowTheCellThatAskedForIt() {
        session.depth(2);
        session.models.turn(cell("recurse"), "FINAL(child)", "FINAL(done)");
        session.repls.on("recurse", repl -> {
            repl.call("rlm_query", "prompt", "Look closer.");
            return printed("worked");
        });

        session.ask("How many?");

        SimpleSpan child = all("rlm.session").stream()
                .filter(span -> Objects.equals(span.getTags().get("rlm.depth"), "1"))
                .findFirst()
                .orElseThrow();
        assertThat(parent(child)).isSameAs(one("rlm.cell"));
    }

    @Test
    void allSpansHaveEndedWithTheSessionAndNoneIsLeftCurrent() {
        askWithBatch();

        assertThat(tracer.getSpans())
                .isNotEmpty()
                .allSatisfy(span -> assertThat(span.getEndTimestamp()).isAfterOrEqualTo(span.getStartTimestamp()));
        assertThat(tracer.currentSpan()).isNull();
    }

    private SimpleSpan one(String name) {
        return all(name).stream().findFirst().orElseThrow();
    }

    private List<SimpleSpan> all(String name) {
        return tracer.getSpans().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }

    private SimpleSpan parent(SimpleSpan span) {
        return tracer.getSpans().stream()
                .filter(other -> other.context().spanId().equals(span.context().parentId()))
                .findFirst()
                .orElseThrow();
    }
}
