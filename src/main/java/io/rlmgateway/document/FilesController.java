package io.rlmgateway.document;

import io.rlmgateway.access.Caller;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
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
                Parameters.isAscending(order),
                after);
        documents.checkCursor(caller.tenant(), after);
        return FilePage.of(documents.list(caller.tenant(), query), query.limit());
    }

    @GetMapping("/{id}")
    FileObject find(Caller caller, @PathVariable String id) {
        return FileObject.of(documents.find(caller.tenant(), id));
    }

    @GetMapping("/{id}/content")
    ResponseEntity<Object> content(
            Caller caller, @PathVariable String id, @RequestHeader HttpHeaders headers, HttpServletResponse response) {
        DefaultDocuments.Original original = documents.original(caller.tenant(), id);
        String etag = '"' + original.sha256() + '"';
        ByteRange range = ByteRange.of(headers, etag, original.size());
        if (range != null && range.length() == 0) {
            response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + original.size());
            throw new FailureException(new Failure.Rejected(
                    HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE.value(),
                    "The file has " + original.size() + " bytes, the range asked for begins after them."));
        }
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(
                        range == null ? HttpStatus.OK : HttpStatus.PARTIAL_CONTENT)
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .eTag(etag)
                .header(HttpHeaders.ACCEPT_RANGES, "bytes")
                .header(HttpHeaders.CONTENT_DISPOSITION, attachment(original.name()))
                .header("X-Content-Type-Options", "nosniff");
        return range == null ? whole(answer, original) : piece(answer, original, range);
    }

    private static ResponseEntity<Object> whole(ResponseEntity.BodyBuilder answer, DefaultDocuments.Original original) {
        return answer.contentLength(original.size()).body(new InputStreamResource(original::open));
    }

    private static ResponseEntity<Object> piece(
            ResponseEntity.BodyBuilder answer, DefaultDocuments.Original original, ByteRange range) {
        return answer.contentLength(range.length())
                .header(HttpHeaders.CONTENT_RANGE, range.header(original.size()))
                .body(new InputStreamResource(() -> original.open(range)));
    }

    private static String attachment(String name) {
        return ContentDisposition.attachment()
                .filename(name, StandardCharsets.UTF_8)
                .build()
                .toString();
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
