/** Searches, guided by coverage, for input that the service does not stand; run by {@code mvn -Pfuzz verify}. */
@NullMarked
package io.rlmgateway.fuzz;

import org.jspecify.annotations.NullMarked;
