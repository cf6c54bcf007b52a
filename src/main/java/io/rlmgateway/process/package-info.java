/** Processes of this artifact beside the service: how they are started, and what the operating system holds back from them. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.rlmgateway.process;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
