package io.rlmgateway.document;

/**
 * A piece of a document that matches a query.
 *
 * @param document the document's id
 * @param text the piece
 * @param start offset of its first code point in the document's text
 * @param end offset after its last code point
 * @param score BM25 score, higher is better
 */
public record Passage(String document, String text, long start, long end, double score) {}
