package io.rlmgateway.session;

import org.jspecify.annotations.Nullable;

/**
 * What came of a question to a sub-model or a child session.
 *
 * @param value what Python gets, of the types that {@link io.rlmgateway.repl.ReplFunction} names
 * @param whole whether nothing is missing of it: it was not cut, and no limit ended it
 */
record SubAnswer(@Nullable Object value, boolean whole) {}
