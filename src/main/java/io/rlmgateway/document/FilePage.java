package io.rlmgateway.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the list of files, as OpenAI's API shows it.
 *
 * @param object always {@code list}
 * @param data the files
 * @param firstId id of the first one, null when there is none
 * @param lastId id of the last one, null when there is none
 * @param hasMore whether another page follows
 */
record FilePage(
        String object,
        List<FileObject> data,
        @JsonProperty("first_id") @Nullable String firstId,
        @JsonProperty("last_id") @Nullable String lastId,
        @JsonProperty("has_more") boolean hasMore) {

    /**
     * Makes a page.
     *
     * @param found the files of the page and, if there are more, one more
     * @param limit files of the page at most
     */
    static FilePage of(List<StoredDocument> found, int limit) {
        List<FileObject> data = found.stream().limit(limit).map(FileObject::of).toList();
        return new FilePage(
                "list",
                data,
                data.isEmpty() ? null : data.getFirst().id(),
                data.isEmpty() ? null : data.getLast().id(),
                found.size() > limit);
    }
}
