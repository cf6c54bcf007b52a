/** Google's Gemini API. */
@NullMarked
package io.rlmgateway.upstream.google;

import org.jspecify.annotations.NullMarked;
