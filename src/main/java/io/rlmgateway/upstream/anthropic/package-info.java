/** Anthropic's Messages API. */
@NullMarked
package io.rlmgateway.upstream.anthropic;

import org.jspecify.annotations.NullMarked;
