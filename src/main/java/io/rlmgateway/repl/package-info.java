/** The sandbox that runs model-written Python; knows nothing of models. */
@ApplicationModule(allowedDependencies = {"process", "api"})
@NullMarked
package io.rlmgateway.repl;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
