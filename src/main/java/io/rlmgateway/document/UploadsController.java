package io.rlmgateway.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rlmgateway.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** OpenAI's routes for files that arrive in parts. */
@RestController
@RequestMapping("/v1/uploads")
class UploadsController {

    private final Uploads uploads;
    private final DefaultDocuments documents;

    UploadsController(Uploads uploads, DefaultDocuments documents) {
        this.uploads = uploads;
        this.documents = documents;
    }

    @PostMapping
    UploadObject create(Caller caller, @RequestBody JsonNode body) {
        UploadRequest request = new UploadRequest(body);
        return shown(uploads.create(request.announced(caller.tenant()), request.bytes()));
    }

    @PostMapping("/{id}/parts")
    PartObject add(Caller caller, @PathVariable String id, HttpServletRequest request) {
        FileUpload upload = uploads.findPending(caller.tenant(), id);
        UploadPart part = PartReader.read(request, bytes -> uploads.add(upload, bytes));
        return new PartObject(part.id(), "upload.part", part.created().getEpochSecond(), id);
    }

    @PostMapping("/{id}/complete")
    UploadObject complete(Caller caller, @PathVariable String id, @RequestBody JsonNode body) {
        uploads.find(caller.tenant(), id);
        UploadRequest request = new UploadRequest(body);
        return shown(uploads.complete(caller.tenant(), id, request.partIds(), request.md5()));
    }

    @PostMapping("/{id}/cancel")
    UploadObject cancel(Caller caller, @PathVariable String id) {
        return shown(uploads.cancel(caller.tenant(), id));
    }

    private UploadObject shown(FileUpload upload) {
        String tenant = upload.announced().tenant();
        return UploadObject.of(upload, id -> FileObject.of(documents.find(tenant, id)));
    }

    /**
     * A part, as OpenAI's API shows it.
     *
     * @param id as {@code part_…}
     * @param object always {@code upload.part}
     * @param createdAt Unix time in seconds
     * @param uploadId the upload it belongs to
     */
    record PartObject(
            String id,
            String object,
            @JsonProperty("created_at") long createdAt,
            @JsonProperty("upload_id") @Nullable String uploadId) {}
}
