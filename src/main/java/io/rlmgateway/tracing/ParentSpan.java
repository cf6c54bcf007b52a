package io.rlmgateway.tracing;

import io.micrometer.tracing.Span;
import org.jspecify.annotations.Nullable;

/**
 * A span that other threads go on from.
 *
 * @param span the span, or null for none
 */
public record ParentSpan(@Nullable Span span) {

    /** No span: what goes on from it begins a trace. */
    public static final ParentSpan NONE = new ParentSpan(null);
}
