package io.rlmgateway.document;

/**
 * Names a readable text.
 *
 * @param content the bytes it is read from
 * @param format how they are read
 */
record TextKey(ContentKey content, TextFormat format) {}
