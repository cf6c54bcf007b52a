package io.rlmgateway.session;

import io.rlmgateway.access.Caller;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.document.DocumentText;
import io.rlmgateway.document.Documents;
import io.rlmgateway.document.Passage;
import io.rlmgateway.document.StoredDocument;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiPredicate;

/** Documents in a directory of the test; a search finds the first place of the query in each document. */
final class MemoryDocuments implements Documents {

    private static final int EXCERPT = 40;

    final List<String> released = new ArrayList<>();
    final List<String> kept = new ArrayList<>();
    final List<String> held = new CopyOnWriteArrayList<>();
    private final Path directory;
    private final Map<String, DocumentText> texts = new LinkedHashMap<>();

    MemoryDocuments(Path directory) {
        this.directory = directory;
    }

    /** Adds a document. */
    DocumentText add(String name, String text) {
        return add(name, "text/plain", text);
    }

    private synchronized DocumentText add(String name, String mediaType, String text) {
        String id = "file-" + (texts.size() + 1);
        try {
            Path file = Files.writeString(directory.resolve(id), text);
            int[] points = text.codePoints().toArray();
            int shown = Math.min(EXCERPT, points.length);
            DocumentText document = new DocumentText(
                    id,
                    name,
                    mediaType,
                    points.length,
                    new String(points, 0, shown),
                    new String(points, points.length - shown, shown),
                    file);
            texts.put(id, document);
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public StoredDocument store(Upload upload, InputStream bytes) {
        try {
            String text = new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
            String type = upload.mediaType() == null ? "text/plain" : upload.mediaType();
            return stored(add(upload.name(), type, text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public StoredDocument keep(Upload upload, String run, InputStream bytes) {
        StoredDocument document = store(upload, bytes);
        kept.add(run);
        return document;
    }

    @Override
    public void release(String tenant, String run) {
        released.add(run);
    }

    @Override
    public void releaseStrays(BiPredicate<String, String> exists) {
        kept.stream()
                .filter(run -> !exists.test(Caller.ANONYMOUS.tenant(), run))
                .forEach(released::add);
    }

    @Override
    public Lease hold(String tenant, String id) {
        text(tenant, id, Duration.ZERO);
        held.add(id);
        return () -> held.remove(id);
    }

    @Override
    public StoredDocument find(String tenant, String id) {
        return stored(text(tenant, id, Duration.ZERO));
    }

    @Override
    public StoredDocument readable(String tenant, String id) {
        return find(tenant, id);
    }

    @Override
    public InputStream content(String tenant, String id) {
        try {
            return new ByteArrayInputStream(
                    Files.readAllBytes(text(tenant, id, Duration.ZERO).file()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized DocumentText text(String tenant, String id, Duration wait) {
        DocumentText text = texts.get(id);
        if (text == null) {
            throw new FailureException(new Failure.NotFound("No such File object: " + id));
        }
        return text;
    }

    @Override
    public List<Passage> search(String tenant, List<String> ids, String query, int limit) {
        List<Passage> found = new ArrayList<>();
        for (String id : ids) {
            try {
                int at =
                        Files.readString(text(tenant, id, Duration.ZERO).file()).indexOf(query);
                if (at >= 0 && found.size() < limit) {
                    found.add(new Passage(id, query, at, at + (long) query.length(), 1.5));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    @Override
    public synchronized void delete(String tenant, String id) {
        texts.remove(id);
    }

    private static StoredDocument stored(DocumentText text) {
        return new StoredDocument(
                text.id(),
                text.name(),
                "user_data",
                text.length(),
                Instant.EPOCH,
                null,
                StoredDocument.Status.PROCESSED,
                null);
    }
}
