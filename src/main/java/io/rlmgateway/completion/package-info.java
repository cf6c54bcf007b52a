/** Chat completions that are kept for their clients: what was asked, what was answered, and the client's notes on it. */
@ApplicationModule(allowedDependencies = {"access", "api"})
@NullMarked
package io.rlmgateway.completion;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
