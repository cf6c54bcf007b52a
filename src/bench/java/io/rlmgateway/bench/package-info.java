/** What the service costs, each figure beside a floor or a bare baseline that is measured in the same run. */
@NullMarked
package io.rlmgateway.bench;

import org.jspecify.annotations.NullMarked;
