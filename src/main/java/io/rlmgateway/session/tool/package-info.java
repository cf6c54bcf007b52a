/** Tools of clients as Python functions. */
@NullMarked
package io.rlmgateway.session.tool;

import org.jspecify.annotations.NullMarked;
