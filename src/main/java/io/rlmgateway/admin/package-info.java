/** The admin API: keys, tenants, the audit log. */
@ApplicationModule(allowedDependencies = {"access", "api"})
@NullMarked
package io.rlmgateway.admin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
