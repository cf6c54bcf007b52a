package io.rlmgateway.tracing;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.util.function.Supplier;

/**
 * A span that is the current one of the thread that opened it, until it is closed on the same thread. What the thread
 * opens meanwhile are its children.
 */
public final class OpenSpan implements AutoCloseable {

    private final Span span;
    private final Tracer.SpanInScope scope;
    private final boolean content;

    OpenSpan(Span span, Tracer.SpanInScope scope, boolean content) {
        this.span = span;
        this.scope = scope;
        this.content = content;
    }

    /**
     * Tells something of it.
     *
     * @param tag what
     * @param value its value
     * @return this span
     */
    public OpenSpan tag(SpanTag tag, String value) {
        span.tag(tag.text(), value);
        return this;
    }

    /**
     * Tells a number of it.
     *
     * @param tag what
     * @param value its value
     * @return this span
     */
    public OpenSpan tag(SpanTag tag, long value) {
        span.tag(tag.text(), value);
        return this;
    }

    /**
     * Tells what was asked or answered, where that is wanted ({@code rlm.tracing.content}).
     *
     * @param tag what
     * @param text makes the text; not called where it is not wanted
     * @return this span
     */
    public OpenSpan content(SpanTag tag, Supplier<String> text) {
        return content ? tag(tag, text.get()) : this;
    }

    /**
     * Does what it stands for, and marks it as failed where that fails.
     *
     * @param work the work
     * @param <T> what it brings
     * @return what it brought
     */
    public <T> T watching(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            span.error(e);
            throw e;
        }
    }

    /** Ends it. */
    @Override
    public void close() {
        scope.close();
        span.end();
    }
}
