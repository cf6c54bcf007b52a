package io.rlmgateway.tracing;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.function.BiConsumer;

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
     * Begins the span of an attempt, which the upstream goes on from.
     *
     * @param number which attempt it is, from 1
     * @return the span, current until it is closed
     */
    public OpenSpan attempt(int number) {
        Span.Builder attempt =
                tracer.spanBuilder().name(SpanName.ATTEMPT.text()).kind(Span.Kind.CLIENT);
        TraceContext parent = tracer.currentTraceContext().context();
        if (parent != null) {
            attempt.setParent(parent);
        }
        return current(attempt.start()).tag(SpanTag.ATTEMPT, number);
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

    /**
     * Gives the headers by which another service goes on with the thread's current span.
     *
     * @param header takes a name and a value
     */
    public void propagate(BiConsumer<String, String> header) {
        TraceContext context = tracer.currentTraceContext().context();
        if (context != null) {
            propagator.inject(context, header, (_, name, value) -> header.accept(name, value));
        }
    }

    /** The time in which a span of another thread is the current one. */
    @FunctionalInterface
    public interface Scope extends AutoCloseable {

        /** Ends it. */
        @Override
        void close();
    }
}
