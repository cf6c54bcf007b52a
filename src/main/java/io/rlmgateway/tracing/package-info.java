/** The spans of a request's trace, from the client's own through turns, cells and sub-calls to the model APIs. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.rlmgateway.tracing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
