/** Long texts: receiving, decoding, storing, reading and searching them. */
@ApplicationModule(allowedDependencies = {"process", "access", "api"})
@NullMarked
package io.rlmgateway.document;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
