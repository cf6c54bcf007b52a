package io.rlmgateway.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.propagation.Propagator;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpansTest {

    private final SimpleTracer tracer = new SimpleTracer();
    private final Spans spans = new Spans(tracer, new TraceIdHeader(), false);

    @Test
    void spansStandWithinThoseThatTheirThreadOpenedBefore() {
        try (OpenSpan _ = spans.open(SpanName.SESSION);
                OpenSpan _ = spans.open(SpanName.TURN)) {
            assertThat(spans.current().span()).isNotNull();
        }

        SimpleSpan session = span("rlm.session");
        SimpleSpan turn = span("rlm.turn");
        assertThat(turn.context().parentId()).isEqualTo(session.context().spanId());
        assertThat(turn.context().traceId()).isEqualTo(session.context().traceId());
        assertThat(spans.current().span()).isNull();
    }

    @Test
    void anotherThreadGoesOnWithinTheSpanThatItIsGiven() throws InterruptedException {
        try (OpenSpan _ = spans.open(SpanName.CELL)) {
            ParentSpan cell = spans.current();
            Thread thread = Thread.ofVirtual().start(() -> {
                try (Spans.Scope _ = spans.within(cell);
                        OpenSpan _ = spans.chat("openai/gpt-5")) {
                    spans.current();
                }
            });
            thread.join();
        }

        assertThat(span("chat openai/gpt-5").context().parentId())
                .isEqualTo(span("rlm.cell").context().spanId());
    }

    @Test
    void questionsToModelsCarryTheNamesOfTheSemanticConventions() {
        try (OpenSpan chat = spans.chat("openai/gpt-5")) {
            chat.tag(SpanTag.INPUT_TOKENS, 12);
        }

        assertThat(span("chat openai/gpt-5").getTags())
                .containsEntry("gen_ai.operation.name", "chat")
                .containsEntry("gen_ai.provider.name", "openai")
                .containsEntry("gen_ai.request.model", "openai/gpt-5")
                .containsEntry("gen_ai.usage.input_tokens", "12");
    }

    @Test
    void anAttemptIsAClientsSpanWhichTheUpstreamGoesOnFrom() {
        Map<String, String> headers;
        try (OpenSpan _ = spans.chat("openai/gpt-5")) {
            headers = spans.attempt(2, OutgoingTrace::headers);
        }

        SimpleSpan attempt = span("rlm.upstream.attempt");
        assertThat(attempt.getKind()).isEqualTo(Span.Kind.CLIENT);
        assertThat(attempt.getTags()).containsEntry("rlm.attempt", "2");
        assertThat(attempt.context().parentId())
                .isEqualTo(span("chat openai/gpt-5").context().spanId());
        assertThat(headers)
                .containsOnly(Map.entry("traceparent", attempt.context().spanId()));
        assertThat(OutgoingTrace.headers()).isEmpty();
    }

    @Test
    void promptsAreToldOnlyWhereThatIsWanted() {
        try (OpenSpan chat = spans.chat("a/b")) {
            chat.content(SpanTag.INPUT, () -> {
                throw new AssertionError("the text was made");
            });
        }
        try (OpenSpan chat = new Spans(tracer, Propagator.NOOP, true).chat("c/d")) {
            chat.content(SpanTag.INPUT, () -> "a prompt");
        }

        assertThat(span("chat a/b").getTags()).doesNotContainKey("gen_ai.input.messages");
        assertThat(span("chat c/d").getTags()).containsEntry("gen_ai.input.messages", "a prompt");
    }

    @Test
    void anAttemptThatFailsMarksItsSpan() {
        IllegalStateException error = new IllegalStateException("no");

        assertThatThrownBy(() -> spans.attempt(1, () -> {
                    throw error;
                }))
                .isSameAs(error);

        assertThat(span("rlm.upstream.attempt").getError()).isSameAs(error);
    }

    @Test
    void withoutATracerNothingIsPropagated() {
        assertThat(Spans.none().attempt(1, OutgoingTrace::headers)).isEmpty();
    }

    private SimpleSpan span(String name) {
        return tracer.getSpans().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Writes the span's id where W3C's header would stand. */
    private static final class TraceIdHeader implements Propagator {

        @Override
        public List<String> fields() {
            return List.of("traceparent");
        }

        @Override
        public <C> void inject(TraceContext context, @Nullable C carrier, Setter<C> setter) {
            setter.set(carrier, "traceparent", context.spanId());
        }

        @Override
        public <C> Span.Builder extract(@Nullable C carrier, Getter<C> getter) {
            throw new UnsupportedOperationException("nothing is extracted here");
        }
    }
}
