package io.rlmgateway.tracing;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Opens spans. Where nothing is traced, they cost next to nothing. */
public final class Spans {

    private final Tracer tracer;
    private final Propagator propagator;
    private final boolean content;

    /**
     * Spans of a tracer.
     *
     * @param tracer the tracer
     * @param propagator writes the headers by which other services go on with a trace
     * @param content whether spans may tell prompts and replies
     */
    public Spans(Tracer tracer, Propagator propagator, boolean content) {
        this.tracer = tracer;
        this.propagator = propagator;
        this.content = content;
    }

    /** {@return spans that nobody hears of} */
    public static Spans none() {
        return new Spans(Tracer.NOOP, Propagator.NOOP, false);
    }

    /**
     * Begins a span within the thread's current one.
     *
     * @param name what it is
     * @return the span, current until it is closed
     */
    public OpenSpan open(SpanName name) {
        return begin(name.text());
    }

    /**
     * Begins the span of a question to a model.
     *
     * @param model the model as configured, {@code upstream/name}
     * @return the span, current until it is closed
     */
    public OpenSpan chat(String model) {
        String upstream = model.substring(0, Math.max(model.indexOf('/'), 0));
        return begin(SpanName.CHAT.text() + " " + model)
                .tag(SpanTag.OPERATION, SpanName.CHAT.text())
                .tag(SpanTag.PROVIDER, upstream)
                .tag(SpanTag.MODEL, model);
    }

    /**
     * Makes an attempt to have an upstream answer, as a span that the upstream goes on from: its requests carry the
     * {@link OutgoingTrace}.
     *
     * @param number which attempt it is, from 1
     * @param attempt makes it on the calling thread
     * @param <T> what it brings
     * @return what it brought
     */
    public <T> T attempt(int number, Supplier<T> attempt) {
        try (OpenSpan span = current(client().start()).tag(SpanTag.ATTEMPT, number)) {
            return span.watching(() -> OutgoingTrace.during(headers(), attempt));
        }
    }

    private Span.Builder client() {
        Span.Builder client = tracer.spanBuilder().name(SpanName.ATTEMPT.text()).kind(Span.Kind.CLIENT);
        TraceContext parent = tracer.currentTraceContext().context();
        return parent == null ? client : client.setParent(parent);
    }

    private Map<String, String> headers() {
        TraceContext context = tracer.currentTraceContext().context();
        if (context == null) {
            return Map.of();
        }
        Map<String, String> headers = new HashMap<>();
        propagator.inject(context, headers, (_, name, value) -> headers.put(name, value));
        return Map.copyOf(headers);
    }

    private OpenSpan begin(String shown) {
        return current(tracer.nextSpan().name(shown).start());
    }

    private OpenSpan current(Span span) {
        return new OpenSpan(span, tracer.withSpan(span), content);
    }

    /** {@return the thread's current span, for threads that do its work} */
    public ParentSpan current() {
        return new ParentSpan(tracer.currentSpan());
    }

    /**
     * Makes a span of another thread the current one of this thread.
     *
     * @param parent the span
     * @return to be closed on the same thread
     */
    public Scope within(ParentSpan parent) {
        Tracer.SpanInScope scope = tracer.withSpan(parent.span());
        return scope::close;
    }

    /** The time in which a span of another thread is the current one. */
    @FunctionalInterface
    public interface Scope extends AutoCloseable {

        /** Ends it. */
        @Override
        void close();
    }
}
