package io.rlmgateway.document;

/**
 * A piece of a text, as it is indexed.
 *
 * @param text the piece
 * @param above the headings above it
 * @param within the headings in it
 * @param start offset of its first code point
 * @param end offset after its last code point
 * @param firstByte offset of its first byte in the text's file
 * @param bytes its length there
 */
record TextPassage(String text, String above, String within, long start, long end, long firstByte, int bytes) {}
