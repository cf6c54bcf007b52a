/** Metrics, made from the events of sessions. */
@ApplicationModule(allowedDependencies = {"trajectory", "upstream", "access", "api"})
@NullMarked
package io.rlmgateway.usage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
