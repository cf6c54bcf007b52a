/** What providers whose wire format is mapped here have in common: calls that answer with a stream of JSON objects. */
@NullMarked
package io.rlmgateway.upstream.wire;

import org.jspecify.annotations.NullMarked;
