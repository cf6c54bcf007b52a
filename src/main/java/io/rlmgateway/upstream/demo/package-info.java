/** An extractive reader that answers without a language model, offline. */
@NullMarked
package io.rlmgateway.upstream.demo;

import org.jspecify.annotations.NullMarked;
