package io.rlmgateway.document;

import io.rlmgateway.access.Caller;
import io.rlmgateway.api.Failure.Reason;
import io.rlmgateway.api.FailureException;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** OpenAI's file routes. */
@RestController
@RequestMapping("/v1/files")
class FilesController {

    private static final int LONGEST_PAGE = 10_000;

    private final DefaultDocuments documents;
    private final DocumentIntake intake;

    FilesController(DefaultDocuments documents, DocumentIntake intake) {
        this.documents = documents;
        this.intake = intake;
    }

    @PostMapping
    FileObject upload(Caller caller, HttpServletRequest request) {
        try (UploadForm form = UploadReader.read(request, intake, caller.tenant())) {
            return FileObject.of(documents.store(form.upload(caller.tenant()), form.file()));
        }
    }

    @GetMapping
    FilePage list(
            Caller caller,
            @RequestParam(required = false) @Nullable String purpose,
            @RequestParam(defaultValue = "10000") String limit,
            @RequestParam(defaultValue = "desc") String order,
            @RequestParam(required = false) @Nullable String after) {
        FileQuery query = new FileQuery(
                purpose == null ? null : Parameters.purpose(purpose),
                Parameters.integer("limit", limit, 1, LONGEST_PAGE),
                isAscending(order),
                after);
        checkCursor(caller, after);
        return FilePage.of(documents.list(caller.tenant(), query), query.limit());
    }

    private static boolean isAscending(String order) {
        return switch (order) {
            case "asc" -> true;
            case "desc" -> false;
            default -> throw Parameters.unsupported("order", order, "'asc', 'desc'");
        };
    }

    private void checkCursor(Caller caller, @Nullable String after) {
        if (after == null) {
            return;
        }
        try {
            documents.find(caller.tenant(), after);
        } catch (FailureException e) {
            throw Parameters.invalid(
                    Reason.INVALID_VALUE, "Invalid 'after': no file with this id. Begin again without it.", "after");
        }
    }

    @GetMapping("/{id}")
    FileObject find(Caller caller, @PathVariable String id) {
        return FileObject.of(documents.find(caller.tenant(), id));
    }

    @GetMapping("/{id}/content")
    ResponseEntity<Resource> content(Caller caller, @PathVariable String id) {
        StoredDocument document = documents.readable(caller.tenant(), id);
        ContentDisposition attachment = ContentDisposition.attachment()
                .filename(document.name(), StandardCharsets.UTF_8)
                .build();
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .contentLength(document.bytes())
                .header(HttpHeaders.CONTENT_DISPOSITION, attachment.toString())
                .header("X-Content-Type-Options", "nosniff")
                .body(new InputStreamResource(() -> documents.content(caller.tenant(), id)));
    }

    @DeleteMapping("/{id}")
    DeletedFile delete(Caller caller, @PathVariable String id) {
        documents.delete(caller.tenant(), id);
        return new DeletedFile(id, "file", true);
    }

    /**
     * What deletion answers.
     *
     * @param id the deleted file
     * @param object always {@code file}
     * @param deleted always true
     */
    record DeletedFile(String id, String object, boolean deleted) {}
}
