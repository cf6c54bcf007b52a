package io.rlmgateway.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A passage that search found.
 *
 * @param object always {@code rlm.passage}
 * @param document the document's id
 * @param start offset of its first character
 * @param end offset after its last character
 * @param score higher is better
 * @param section where that is, as {@code page 12}, omitted for a document without sections
 * @param page number of the page or slide that it begins on, omitted where there is none
 * @param text the passage
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FoundPassage(
        String object,
        String document,
        long start,
        long end,
        double score,
        @Nullable String section,
        @Nullable Integer page,
        String text) {

    static FoundPassage of(Passage passage, DocumentText text) {
        Place place = text.place(passage.start(), passage.end());
        return new FoundPassage(
                "rlm.passage",
                passage.document(),
                passage.start(),
                passage.end(),
                passage.score(),
                place.label(),
                place.page(),
                passage.text());
    }
}
