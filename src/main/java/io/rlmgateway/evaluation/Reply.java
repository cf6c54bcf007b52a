package io.rlmgateway.evaluation;

import io.rlmgateway.evaluation.report.Trial;

/**
 * An answer of the service.
 *
 * @param text of the completion
 * @param usage what it cost
 */
record Reply(String text, Trial.Usage usage) {}
