package io.rlmgateway.session;

import io.rlmgateway.document.DocumentText;
import io.rlmgateway.document.Documents;
import io.rlmgateway.document.StoredDocument;
import io.rlmgateway.session.Question.ChatMessage;
import io.rlmgateway.session.Question.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes the files and the long texts out of one conversation and puts short notes in their place. */
final class Offloading {

    private final Question question;
    private final Documents documents;
    private final SessionProperties.Session settings;
    private final List<String> kept;
    private final List<DocumentText> offloaded = new ArrayList<>();
    private int texts;
    private int images;

    /**
     * Begins with the documents that the question names.
     *
     * @param kept the ids of all documents, in order, when the same question was offloaded before; else empty
     */
    Offloading(Question question, Documents documents, SessionProperties.Session settings, List<String> kept) {
        this.question = question;
        this.kept = kept;
        this.documents = documents;
        this.settings = settings;
        question.settings().documents().forEach(id -> join(stored(id)));
    }

    /** {@return the context so far, in order} */
    List<DocumentText> documents() {
        return List.copyOf(offloaded);
    }

    /** {@return a message's text, with notes for what was taken out} */
    String shorten(ChatMessage message) {
        return message.parts().stream().map(this::shorten).collect(Collectors.joining("\n"));
    }

    private String shorten(Part part) {
        return switch (part) {
            case Part.Text(String text) -> shorten(text);
            case Part.Image image -> SessionImages.note(images++, RequestImage.mediaType(image.content()));
            case Part.StoredFile file -> note(stored(file.id()));
            case Part.InlineFile file -> note(inline(file));
            case Part.ToolCall call -> shorten(call.shown());
            case Part.ToolResult result -> shorten(result.shown());
        };
    }

    private String shorten(String text) {
        return text.length() <= settings.offloadCharacters()
                ? text
                : note(keep(
                        "text-" + ++texts + ".txt",
                        "text/plain",
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
    }

    private DocumentText stored(String id) {
        return documents.text(question.caller().tenant(), id, question.within(settings.extractionWait()));
    }

    private DocumentText inline(Part.InlineFile file) {
        try (InputStream content = file.content().get()) {
            return keep(file.name(), file.mediaType(), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DocumentText keep(String name, @Nullable String mediaType, InputStream content) {
        String tenant = question.caller().tenant();
        if (offloaded.size() < kept.size()) {
            return stored(kept.get(offloaded.size()));
        }
        StoredDocument stored = documents.keep(
                new Documents.Upload(tenant, name, "user_data", mediaType, null), question.run(), content);
        return documents.text(tenant, stored.id(), question.within(settings.extractionWait()));
    }

    private String note(DocumentText document) {
        return String.format(
                Locale.ROOT,
                "[documents[%d] \"%s\": %,d characters, in context]",
                join(document),
                ShownName.of(document.name()),
                document.length());
    }

    /** Adds a document unless it is there, as one that a client names in every turn is; tells its place. */
    private int join(DocumentText document) {
        for (int i = 0; i < offloaded.size(); i++) {
            if (offloaded.get(i).id().equals(document.id())) {
                return i;
            }
        }
        offloaded.add(document);
        return offloaded.size() - 1;
    }
}
