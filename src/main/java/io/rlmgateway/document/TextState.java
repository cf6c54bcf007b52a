package io.rlmgateway.document;

import org.jspecify.annotations.Nullable;

/**
 * What extraction found.
 *
 * @param status whether there is a text
 * @param details why not, or what is worth knowing about it; null for nothing
 * @param original whether the original itself is the text in valid UTF-8
 * @param length code points
 * @param lines how many
 * @param head its first few hundred characters
 * @param tail its last few hundred characters
 */
record TextState(
        StoredDocument.Status status,
        @Nullable String details,
        boolean original,
        long length,
        long lines,
        String head,
        String tail) {

    static TextState unreadable(String reason) {
        return new TextState(StoredDocument.Status.ERROR, reason, false, 0, 0, "", "");
    }
}
