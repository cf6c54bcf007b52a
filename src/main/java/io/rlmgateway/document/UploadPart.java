package io.rlmgateway.document;

import java.time.Instant;

/**
 * A part of an upload.
 *
 * @param id as {@code part_…}
 * @param bytes its size
 * @param created when it arrived
 */
record UploadPart(String id, long bytes, Instant created) {}
