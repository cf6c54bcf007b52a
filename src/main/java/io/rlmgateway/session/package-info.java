/** Recursive Language Model sessions: the loop, its budget, its prompts, and its runs over HTTP. */
@ApplicationModule(allowedDependencies = {"upstream", "repl", "document", "trajectory", "access", "tracing", "api"})
@NullMarked
package io.rlmgateway.session;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
