/** Chat completions and models as OpenAI's clients know them. */
@ApplicationModule(allowedDependencies = {"session", "completion", "document", "upstream", "access", "api"})
@NullMarked
package io.rlmgateway.chat;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
