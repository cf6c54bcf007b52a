/** Texts with a question and its exact answer: made from seeds, or read from the files of public benchmarks. */
@NullMarked
package io.rlmgateway.evaluation.task;

import org.jspecify.annotations.NullMarked;
