/** Ollama's own API, which sets the window of a call and shows reasoning. */
@NullMarked
package io.rlmgateway.upstream.ollama;

import org.jspecify.annotations.NullMarked;
