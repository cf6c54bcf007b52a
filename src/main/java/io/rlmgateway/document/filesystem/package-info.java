/** Documents in a directory, addressed by SHA-256 within a tenant. */
@NullMarked
package io.rlmgateway.document.filesystem;

import org.jspecify.annotations.NullMarked;
