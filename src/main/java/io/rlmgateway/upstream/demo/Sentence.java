package io.rlmgateway.upstream.demo;

/**
 * A sentence, or a line that stands for itself as rows of tables and records do.
 *
 * @param text on one line, blanks collapsed
 * @param before what came before it in its paragraph, at most two sentences; may be empty
 * @param heading the nearest heading above; may be empty
 */
record Sentence(String text, String before, String heading) {}
