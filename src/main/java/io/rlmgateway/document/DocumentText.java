package io.rlmgateway.document;

import java.nio.file.Path;

/**
 * A document's readable text.
 *
 * @param id the document
 * @param name file name
 * @param mediaType detected media type
 * @param length code points
 * @param head its first few hundred characters
 * @param tail its last few hundred characters
 * @param file the text in valid UTF-8; not changed as long as the document exists
 */
public record DocumentText(
        String id, String name, String mediaType, long length, String head, String tail, Path file) {}
