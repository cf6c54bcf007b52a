/** What an evaluation measured, as JSON and as one HTML page. */
@NullMarked
package io.rlmgateway.evaluation.report;

import org.jspecify.annotations.NullMarked;
