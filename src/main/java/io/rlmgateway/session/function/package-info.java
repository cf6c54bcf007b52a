/** The functions that model-written Python can call, one class each. */
@NullMarked
package io.rlmgateway.session.function;

import org.jspecify.annotations.NullMarked;
