package io.rlmgateway.document.extraction;

import io.rlmgateway.document.TextExtractor;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/** Extractors for tests of other packages. */
public final class Extractors {

    private Extractors() {}

    public static TextExtractor usual() {
        return new ProcessTextExtractor(limits());
    }

    static ExtractionProperties limits() {
        return new ExtractionProperties(Duration.ofMinutes(2), DataSize.ofMegabytes(256), 20_000_000, 200, 4, 200);
    }
}
