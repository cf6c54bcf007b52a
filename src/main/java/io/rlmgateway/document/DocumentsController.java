package io.rlmgateway.document;

import io.rlmgateway.access.Caller;
import io.rlmgateway.api.Failure.Reason;
import io.rlmgateway.api.ListPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The readable side of files: what they hold, pieces of their text, search, outline. Offsets count code points. */
@RestController
@RequestMapping("/v1/rlm/documents")
class DocumentsController {

    private static final int LONGEST_PAGE = 1_000;
    private static final int MOST_PASSAGES = 50;
    private static final int LONGEST_QUERY = 4_000;

    private final DefaultDocuments documents;
    private final DocumentProperties properties;

    DocumentsController(DefaultDocuments documents, DocumentProperties properties) {
        this.documents = documents;
        this.properties = properties;
    }

    @GetMapping
    ListPage<DocumentFacts> list(
            Caller caller,
            @RequestParam(defaultValue = "100") String limit,
            @RequestParam(defaultValue = "desc") String order,
            @RequestParam(required = false) @Nullable String after) {
        int most = Parameters.integer("limit", limit, 1, LONGEST_PAGE);
        FileQuery query = new FileQuery(null, most, Parameters.isAscending(order), after);
        documents.checkCursor(caller.tenant(), after);
        List<StoredDocument> found = documents.list(caller.tenant(), query);
        List<DocumentFacts> facts =
                found.stream().limit(most).map(DocumentFacts::of).toList();
        return ListPage.of(facts, DocumentFacts::id, found.size() > most);
    }

    @GetMapping("/{id}")
    DocumentFacts find(Caller caller, @PathVariable String id) {
        return documents.facts(caller.tenant(), id);
    }

    @GetMapping("/{id}/text")
    TextSlice text(
            Caller caller,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String characters,
            @RequestParam(required = false) @Nullable String lines,
            @RequestParam(required = false) @Nullable String pages) {
        TextRange range = TextRange.of(characters, lines, pages);
        DocumentText text = text(caller, id);
        try {
            return TextSlice.read(text, range);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @GetMapping("/{id}/search")
    ListPage<FoundPassage> search(
            Caller caller,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String query,
            @RequestParam(defaultValue = "10") String limit) {
        if (query == null || query.isBlank()) {
            throw Parameters.missing("query");
        }
        if (query.length() > LONGEST_QUERY) {
            throw Parameters.invalid(
                    Reason.STRING_ABOVE_MAX_LENGTH,
                    "Invalid 'query': string too long. Expected at most " + LONGEST_QUERY + " characters, but got "
                            + query.length() + " instead.",
                    "query");
        }
        int most = Parameters.integer("limit", limit, 1, MOST_PASSAGES);
        DocumentText text = text(caller, id);
        List<FoundPassage> found = documents.search(caller.tenant(), List.of(id), query, most).stream()
                .map(passage -> FoundPassage.of(passage, text))
                .toList();
        return ListPage.of(found, passage -> passage.document() + "#" + passage.start(), false);
    }

    @GetMapping("/{id}/outline")
    Outline outline(Caller caller, @PathVariable String id) {
        try {
            return Outline.of(text(caller, id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DocumentText text(Caller caller, String id) {
        return documents.text(caller.tenant(), id, properties.readyWait());
    }
}
