package io.rlmgateway.repl;

import java.nio.file.Path;

/**
 * A text that Python sees as a string.
 *
 * @param id the document's id
 * @param name its file name
 * @param mediaType its media type, for example {@code text/plain}
 * @param text file with the text in valid UTF-8; not changed while a REPL uses it
 */
public record ReplDocument(String id, String name, String mediaType, Path text) {}
