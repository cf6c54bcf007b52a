/** The journal: every event of a session, stored before its result is used. */
@ApplicationModule(allowedDependencies = {"access", "api"})
@NullMarked
package io.rlmgateway.trajectory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
