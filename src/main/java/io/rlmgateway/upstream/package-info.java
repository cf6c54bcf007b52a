/** Calls to model APIs: routing, retry, limits, timeouts, facts about models. */
@ApplicationModule(allowedDependencies = {"tracing", "api"})
@NullMarked
package io.rlmgateway.upstream;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
