/** Asks a service questions whose answers are known, and reports how right, dear and slow its answers are. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.rlmgateway.evaluation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
