package io.rlmgateway.session;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.document.DocumentText;
import io.rlmgateway.document.Documents;
import io.rlmgateway.session.Question.ChatMessage;
import io.rlmgateway.session.Question.Part;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelFacts;
import io.rlmgateway.upstream.ModelOptions;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.ModelRequest.Share;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A conversation as one call to a model: files become text in their place. */
final class DirectPrompt {

    private final Question question;
    private final Documents documents;
    private final SessionProperties.Session settings;

    DirectPrompt(Question question, Documents documents, SessionProperties.Session settings) {
        this.question = question;
        this.documents = documents;
        this.settings = settings;
    }

    /** {@return the characters of the whole prompt; where they are more than {@code most}, some number above it} */
    long characters(long most) {
        long sum = 0;
        for (String id : question.settings().documents()) {
            sum += stored(id).length();
        }
        for (ChatMessage message : question.messages()) {
            for (Part part : message.parts()) {
                sum += characters(part, most);
            }
        }
        return sum;
    }

    /** {@return how many files the prompt names or brings} */
    int files() {
        long parts = question.messages().stream()
                .flatMap(message -> message.parts().stream())
                .filter(part -> part instanceof Part.StoredFile || part instanceof Part.InlineFile)
                .count();
        return question.settings().documents().size() + (int) parts;
    }

    /** {@return the prompt for a model} */
    Route.Prompt of(String model, ModelFacts facts, Duration timeout) {
        return new Route.Prompt() {
            @Override
            public ModelRequest request() {
                checkImages(model, facts);
                return DirectPrompt.this.request(model, timeout);
            }

            @Override
            public Route.Attachments attachments() {
                return DirectPrompt.this.attachments();
            }

            @Override
            public Share share() {
                return DirectPrompt.this.share();
            }
        };
    }

    private ModelRequest request(String model, Duration timeout) {
        List<Message> messages = new ArrayList<>();
        documents().forEach(text -> messages.add(Message.user(text)));
        messages.addAll(new DirectMessages(question, this::text).all());
        Question.Output output = question.output();
        return new ModelRequest(
                model,
                Purpose.DIRECT,
                messages,
                new ModelOptions(output.maxTokens(), timeout, output.stop(), output.parameters(), output.tools()),
                share());
    }

    private Route.Attachments attachments() {
        Map<String, String> parts = new HashMap<>();
        for (ChatMessage message : question.messages()) {
            for (Part part : message.parts()) {
                if (part instanceof Part.StoredFile file) {
                    parts.computeIfAbsent(file.id(), id -> whole(stored(id)));
                }
            }
        }
        return new Route.Attachments(parts, documents());
    }

    private List<String> documents() {
        return question.settings().documents().stream()
                .map(id -> whole(stored(id)))
                .toList();
    }

    private Share share() {
        return new Share(question.caller().tenant(), question.run(), 1);
    }

    private long characters(Part part, long most) {
        return switch (part) {
            case Part.Text(String text) -> text.length();
            case Part.Image _ -> 0;
            case Part.StoredFile file -> stored(file.id()).length();
            case Part.InlineFile file -> size(file, most);
            case Part.ToolCall call -> call.arguments().length();
            case Part.ToolResult result -> result.text().length();
        };
    }

    /** Bytes, which are never fewer than characters. */
    private static long size(Part.InlineFile file, long most) {
        try (InputStream content = file.content().get()) {
            return content.readNBytes((int) Math.min(most + 1, Integer.MAX_VALUE - 8)).length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Refuses images that a model does not take, those that no API takes where they stand, and those that are too much
     * for one call.
     *
     * @throws FailureException with {@code InvalidRequest}
     */
    void checkImages(String model, ModelFacts facts) {
        List<Part.Image> images = images(question.messages());
        if (images.isEmpty()) {
            return;
        }
        if (!facts.takesImages()) {
            throw refused(images.getFirst(), "the model " + model + " takes no images.");
        }
        List<Part.Image> misplaced = images(question.messages().stream()
                .filter(message -> message.role() != Question.Role.USER)
                .toList());
        if (!misplaced.isEmpty()) {
            throw refused(misplaced.getFirst(), "an image stands in a message of the role 'user' only.");
        }
        String tooMuch = SessionImages.tooMuch(images.stream().map(Part.Image::content));
        if (tooMuch != null) {
            throw refused(images.getLast(), tooMuch + ". Send fewer or smaller images, or ask in mode rlm.");
        }
    }

    private static List<Part.Image> images(List<ChatMessage> messages) {
        return messages.stream()
                .flatMap(message -> message.parts().stream())
                .filter(Part.Image.class::isInstance)
                .map(Part.Image.class::cast)
                .toList();
    }

    private static FailureException refused(Part.Image image, String why) {
        return new FailureException(new Failure.InvalidRequest(
                Failure.Reason.INVALID_VALUE, "Invalid '" + image.param() + "': " + why, image.param()));
    }

    private String text(Part part) {
        return switch (part) {
            case Part.Text(String text) -> text;
            case Part.Image _ -> "";
            case Part.StoredFile file -> whole(stored(file.id()));
            case Part.InlineFile file -> inline(file);
            case Part.ToolCall call -> call.shown();
            case Part.ToolResult result -> result.shown();
        };
    }

    private DocumentText stored(String id) {
        return documents.text(question.caller().tenant(), id, question.within(settings.extractionWait()));
    }

    /** Decoded as an upload would be, and gone when this returns: a direct answer leaves no run behind. */
    private String inline(Part.InlineFile file) {
        String tenant = question.caller().tenant();
        try (InputStream content = new ByteArrayInputStream(file.content().get().readAllBytes())) {
            Documents.Upload upload = new Documents.Upload(tenant, file.name(), "user_data", file.mediaType(), null);
            String id = documents.keep(upload, question.run(), content).id();
            return whole(documents.text(tenant, id, question.within(settings.extractionWait())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            documents.release(tenant, question.run());
        }
    }

    private static String whole(DocumentText document) {
        try {
            return ShownName.of(document.name()) + ":\n" + Files.readString(document.file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
