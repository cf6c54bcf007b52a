package io.rlmgateway.document;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.Failure.Reason;
import io.rlmgateway.api.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that arrive in parts, in any order and several at once; the parts wait in files until all of them are there. */
class Uploads {

    private static final Logger log = LoggerFactory.getLogger(Uploads.class);
    /** How long an upload is known after its end. */
    private static final Duration KNOWN = Duration.ofDays(1);

    private final UploadCatalog catalog;
    private final DefaultDocuments documents;
    private final DocumentIntake intake;
    private final DocumentProperties properties;
    private final UploadFiles files;
    private final InstantSource clock;

    Uploads(UploadCatalog catalog, DefaultDocuments documents, DocumentIntake intake, UploadSettings settings) {
        this.catalog = catalog;
        this.documents = documents;
        this.intake = intake;
        this.properties = settings.properties();
        this.files = new UploadFiles(settings.directory());
        this.clock = settings.clock();
    }

    /**
     * Where and how.
     *
     * @param directory for the parts
     * @param properties limits
     * @param clock tells the time
     */
    record UploadSettings(Path directory, DocumentProperties properties, InstantSource clock) {}

    /** Announces a file. */
    FileUpload create(Documents.Upload announced, long bytes) {
        long most = properties.maxUploadSize().toBytes();
        if (bytes > most) {
            throw new FailureException(new Failure.RequestTooLarge("The file is larger than the limit of " + most
                    + " bytes (rlm.documents.max-upload-size). Split it, or ask the operator to raise the limit."));
        }
        Instant now = now();
        FileUpload upload = new FileUpload(
                FileIds.next("upload_"),
                announced,
                bytes,
                now,
                now.plus(properties.uploadLife()),
                FileUpload.Status.PENDING,
                null);
        catalog.insert(upload);
        return upload;
    }

    /** {@return an upload as it is now} */
    FileUpload find(String tenant, String id) {
        return catalog.find(tenant, id)
                .map(upload -> upload.at(now()))
                .orElseThrow(() -> new FailureException(new Failure.NotFound("No such Upload object: " + id)));
    }

    /** Refuses parts of what takes none any more. */
    FileUpload findPending(String tenant, String id) {
        FileUpload upload = find(tenant, id);
        if (upload.status() != FileUpload.Status.PENDING) {
            throw notPending(upload);
        }
        return upload;
    }

    private static FailureException notPending(FileUpload upload) {
        String state = upload.status() == FileUpload.Status.COMPLETING
                ? "is being completed"
                : "is " + upload.status().name().toLowerCase(Locale.ROOT);
        return Parameters.invalid(
                Reason.INVALID_VALUE,
                "Upload '" + upload.id() + "' " + state + " and can no longer be changed. Begin a new upload.",
                "upload_id");
    }

    /** Keeps a part. */
    UploadPart add(FileUpload upload, InputStream bytes) {
        long most = Math.min(properties.maxPartSize().toBytes(), upload.bytes());
        checkRoom(upload);
        DocumentStore.Received received = intake.receive(
                intake.within(upload.announced().tenant(), bytes),
                most,
                new Failure.RequestTooLarge("A part may have at most " + most
                        + " bytes: no more than rlm.documents.max-part-size, and no more than the whole upload."));
        try {
            UploadPart part = new UploadPart(FileIds.next("part_"), received.size(), now());
            intake.keep(upload.announced().tenant(), part.bytes(), () -> keep(upload, part, received));
            return part;
        } catch (IOException e) {
            throw broken(e);
        } finally {
            intake.discard(received);
        }
    }

    private void keep(FileUpload upload, UploadPart part, DocumentStore.Received received) throws IOException {
        files.keep(upload.id(), part.id(), received.draft());
        if (!catalog.insertPart(upload.id(), part)) {
            files.delete(upload.id(), part.id());
            throw notPending(find(upload.announced().tenant(), upload.id()));
        }
    }

    /** Parts may be sent again, but not without end. */
    private void checkRoom(FileUpload upload) {
        long kept = catalog.parts(upload.id()).values().stream()
                .mapToLong(UploadPart::bytes)
                .sum();
        if (kept > 2 * upload.bytes()) {
            throw Parameters.invalid(
                    Reason.INVALID_VALUE,
                    "The parts of upload '" + upload.id() + "' have twice the bytes it was announced with. Complete it,"
                            + " or cancel it and begin a new one.",
                    "data");
        }
    }

    /**
     * Makes a file of the parts.
     *
     * @param partIds in the order of their bytes
     * @param md5 what the file's MD5 must be in hexadecimal, or null
     * @return the upload, completed; the same when it was completed before
     */
    FileUpload complete(String tenant, String id, List<String> partIds, @Nullable String md5) {
        FileUpload upload = find(tenant, id);
        if (upload.status() == FileUpload.Status.COMPLETED) {
            return upload;
        }
        if (!catalog.change(
                findPending(tenant, id), FileUpload.Status.PENDING, upload.as(FileUpload.Status.COMPLETING, null))) {
            throw notPending(find(tenant, id));
        }
        FileUpload done = upload.as(FileUpload.Status.PENDING, null);
        try {
            List<UploadPart> parts = parts(upload, partIds);
            done = upload.as(
                    FileUpload.Status.COMPLETED, join(upload, parts, md5).id());
            return done;
        } finally {
            catalog.change(upload, FileUpload.Status.COMPLETING, done);
            if (done.status() == FileUpload.Status.COMPLETED) {
                discard(upload);
            }
        }
    }

    private List<UploadPart> parts(FileUpload upload, List<String> ids) {
        Map<String, UploadPart> known = catalog.parts(upload.id());
        Set<String> seen = new HashSet<>();
        for (String id : ids) {
            if (!known.containsKey(id) || !seen.add(id)) {
                throw Parameters.invalid(
                        Reason.INVALID_VALUE,
                        "Invalid 'part_ids': '" + Parameters.shortened(id) + "' is "
                                + (known.containsKey(id) ? "there twice." : "no part of this upload."),
                        "part_ids");
            }
        }
        List<UploadPart> parts =
                ids.stream().flatMap(id -> Stream.ofNullable(known.get(id))).toList();
        long size = parts.stream().mapToLong(UploadPart::bytes).sum();
        if (size != upload.bytes()) {
            throw Parameters.invalid(
                    Reason.INVALID_VALUE,
                    "The parts have " + size + " bytes, and the upload was announced with " + upload.bytes()
                            + ". Add the missing parts, or begin a new upload with the right size.",
                    "part_ids");
        }
        return parts;
    }

    private StoredDocument join(FileUpload upload, List<UploadPart> parts, @Nullable String md5) {
        DocumentStore.Received received;
        try (JoinedParts bytes =
                files.join(upload.id(), parts.stream().map(UploadPart::id).toList())) {
            received = intake.receive(bytes, upload.bytes(), intake.tooLarge());
            String found = bytes.md5();
            if (md5 != null && !md5.equalsIgnoreCase(found)) {
                intake.discard(received);
                throw Parameters.invalid(
                        Reason.INVALID_VALUE,
                        "The MD5 of the parts in this order is " + found + ", not '" + Parameters.shortened(md5)
                                + "'. Check their order, or send the damaged part again.",
                        "md5");
            }
        } catch (IOException e) {
            throw broken(e);
        }
        return documents.store(upload.announced(), received);
    }

    /** Ends an upload without a file. */
    FileUpload cancel(String tenant, String id) {
        FileUpload upload = findPending(tenant, id);
        FileUpload cancelled = upload.as(FileUpload.Status.CANCELLED, null);
        if (!catalog.change(upload, FileUpload.Status.PENDING, cancelled)) {
            throw notPending(find(tenant, id));
        }
        discard(upload);
        return cancelled;
    }

    /** What cannot be deleted now is deleted by {@link #clean}. */
    private void discard(FileUpload upload) {
        try {
            files.delete(upload.id());
        } catch (IOException e) {
            log.warn("Parts of upload {} could not be deleted yet", upload.id(), e);
        }
    }

    /** Lets uploads whose completion broke off wait for it again, and cleans. To be called before the first request. */
    void resume() {
        catalog.reopen();
        clean();
    }

    /** Forgets a tenant's uploads and deletes their parts. */
    void removeAll(String tenant) {
        catalog.removeAll(tenant);
        clean();
    }

    /** Deletes the parts of uploads that ended or expired. */
    void clean() {
        Instant now = now();
        try {
            files.retainOnly(() -> Set.copyOf(catalog.open(now)));
        } catch (IOException e) {
            log.warn("Parts of expired uploads could not be deleted yet", e);
        }
        catalog.forget(now.minus(KNOWN));
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    private static FailureException broken(IOException cause) {
        return new FailureException(
                new Failure.Internal("The part could not be stored. The request can be repeated."), cause);
    }
}
