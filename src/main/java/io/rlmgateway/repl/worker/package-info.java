/** Python in processes of their own: their messages, their supervision, and what runs inside them. */
@NullMarked
package io.rlmgateway.repl.worker;

import org.jspecify.annotations.NullMarked;
