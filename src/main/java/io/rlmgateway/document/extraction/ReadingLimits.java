package io.rlmgateway.document.extraction;

import java.util.List;

/**
 * The limits that the process keeps to by itself.
 *
 * @param maxCharacters of the text
 * @param maxEntries files in archives
 * @param maxNesting archives in archives
 * @param maxRatio characters of text for each byte
 */
record ReadingLimits(long maxCharacters, int maxEntries, int maxNesting, long maxRatio) {

    static ReadingLimits of(ExtractionProperties properties) {
        return new ReadingLimits(
                properties.maxCharacters(), properties.maxEntries(), properties.maxNesting(), properties.maxRatio());
    }

    /** {@return them as words of a command line} */
    List<String> words() {
        return List.of(
                Long.toString(maxCharacters),
                Integer.toString(maxEntries),
                Integer.toString(maxNesting),
                Long.toString(maxRatio));
    }

    static ReadingLimits of(List<String> words) {
        return new ReadingLimits(
                Long.parseLong(words.get(0)),
                Integer.parseInt(words.get(1)),
                Integer.parseInt(words.get(2)),
                Long.parseLong(words.get(3)));
    }
}
