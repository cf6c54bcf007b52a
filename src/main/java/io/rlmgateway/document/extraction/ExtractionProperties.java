package io.rlmgateway.document.extraction;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What the reading of one PDF, Office, e-mail, book or archive file may take. A file that takes more is told why it
 * cannot be read.
 *
 * @param time until its process is killed
 * @param heap memory of its process for objects
 * @param maxCharacters of the readable text, in UTF-16
 * @param maxEntries files in an archive, with those of archives in it, and attachments
 * @param maxNesting how deep archives and attachments may lie in one another
 * @param maxRatio characters of text for each byte of the file, from ten million characters on
 */
@ConfigurationProperties("rlm.documents.extraction")
@Validated
record ExtractionProperties(
        @DefaultValue("2m") Duration time,
        @DefaultValue("512MB") DataSize heap,

        @DefaultValue("200000000") @Min(1_000) @Max(2_000_000_000)
        long maxCharacters,

        @DefaultValue("10000") @Min(1) @Max(1_000_000) int maxEntries,
        @DefaultValue("8") @Min(1) @Max(32) int maxNesting,
        @DefaultValue("200") @Min(1) @Max(100_000) long maxRatio) {

    private static final long LEAST_HEAP = 64;

    @AssertTrue(message = "time must be positive, heap at least 64MB")
    boolean isUsable() {
        return time.isPositive() && heap.toMegabytes() >= LEAST_HEAP;
    }
}
