package io.rlmgateway.document;

import org.jspecify.annotations.Nullable;

/**
 * A row of the catalog.
 *
 * @param tenant the owner
 * @param run the run that the document came with, or null when it was uploaded
 * @param mediaType its media type
 * @param text which bytes it has and how they are read
 * @param document what clients see
 */
record CatalogEntry(String tenant, @Nullable String run, String mediaType, TextKey text, StoredDocument document) {}
