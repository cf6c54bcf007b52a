/** The service's entry point; each package below is one feature. */
@NullMarked
package io.rlmgateway;

import org.jspecify.annotations.NullMarked;
