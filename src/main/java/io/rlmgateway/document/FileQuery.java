package io.rlmgateway.document;

import org.jspecify.annotations.Nullable;

/**
 * Which page of the list of files.
 *
 * @param purpose only files of this purpose, or null for all
 * @param limit files at most
 * @param ascending oldest first
 * @param after id of the last file of the page before, or null for the first page
 */
record FileQuery(
        @Nullable String purpose,
        int limit,
        boolean ascending,
        @Nullable String after) {}
