/** Sessions that outlive their interpreter: what their cells and host calls did is recorded and run again elsewhere. */
@NullMarked
package io.rlmgateway.repl.replay;

import org.jspecify.annotations.NullMarked;
