package io.rlmgateway.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a document.
 *
 * @param object always {@code rlm.document}
 * @param file its file, as the file routes show it, but for the name of its type
 * @param readable what its text is, omitted in lists and until it can be read
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DocumentFacts(
        String object,
        @JsonUnwrapped FileFacts file,
        @Nullable TextFacts readable) {

    String id() {
        return file.id();
    }

    static DocumentFacts of(StoredDocument document) {
        return new DocumentFacts("rlm.document", FileFacts.of(document), null);
    }

    static DocumentFacts of(CatalogEntry entry, TextState state, List<Section> sections) {
        boolean isReadable = state.status() == StoredDocument.Status.PROCESSED;
        return new DocumentFacts(
                "rlm.document",
                FileFacts.of(entry.document()),
                isReadable ? TextFacts.of(entry.mediaType(), state, sections) : null);
    }

    /**
     * What is known of the file.
     *
     * @param id as {@code file-…}
     * @param name its name
     * @param bytes its size
     * @param createdAt Unix time in seconds
     * @param status {@code uploaded}, {@code processed} or {@code error}
     * @param statusDetails why, omitted when there is nothing to say
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FileFacts(
            String id,
            String name,
            long bytes,
            @JsonProperty("created_at") long createdAt,
            String status,
            @JsonProperty("status_details") @Nullable String statusDetails) {

        static FileFacts of(StoredDocument document) {
            return new FileFacts(
                    document.id(),
                    document.name(),
                    document.bytes(),
                    document.created().getEpochSecond(),
                    document.status().name().toLowerCase(Locale.ROOT),
                    document.statusDetails());
        }
    }

    /**
     * What is known of the text.
     *
     * @param mediaType of the file
     * @param length in characters
     * @param lines how many
     * @param sections how many of each kind, as {@code {"page": 12}}
     * @param head its first few hundred characters
     * @param tail its last few hundred characters
     */
    record TextFacts(
            @JsonProperty("media_type") String mediaType,
            long length,
            long lines,
            Map<String, Integer> sections,
            String head,
            String tail) {

        static TextFacts of(String mediaType, TextState state, List<Section> sections) {
            Map<Section.Kind, Integer> counts = new EnumMap<>(Section.Kind.class);
            sections.forEach(section -> counts.merge(section.kind(), 1, Integer::sum));
            Map<String, Integer> named = new TreeMap<>();
            counts.forEach((kind, count) -> named.put(kind.name().toLowerCase(Locale.ROOT), count));
            return new TextFacts(mediaType, state.length(), state.lines(), named, state.head(), state.tail());
        }
    }
}
