/** What all HTTP modules share: failures, OpenAI's error body, request ids, server-sent events, pages of lists. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.rlmgateway.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
