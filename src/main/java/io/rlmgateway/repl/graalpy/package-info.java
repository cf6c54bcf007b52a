/** Python contexts of GraalPy in this JVM. */
@NullMarked
package io.rlmgateway.repl.graalpy;

import org.jspecify.annotations.NullMarked;
