/** Who may: API keys, callers, the Host header. */
@ApplicationModule(allowedDependencies = {"api"})
@NullMarked
package io.rlmgateway.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
