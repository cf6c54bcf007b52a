/** OpenAI and every API compatible with it, through Spring AI. */
@NullMarked
package io.rlmgateway.upstream.openai;

import org.jspecify.annotations.NullMarked;
