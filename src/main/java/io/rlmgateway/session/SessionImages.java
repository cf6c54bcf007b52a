package io.rlmgateway.session;

import io.rlmgateway.repl.PythonException;
import io.rlmgateway.session.Question.Part;
import io.rlmgateway.upstream.Content;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.Models;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The images of one session, in order.
 *
 * @param all the images; may be empty
 */
record SessionImages(List<RequestImage> all) {

    /** What the images of one call to a model may have together: each call in flight holds them once more. */
    private static final long MOST_BYTES = 50L << 20;

    static final SessionImages NONE = new SessionImages(List.of());

    SessionImages {
        all = List.copyOf(all);
    }

    /** The images of a question. */
    static SessionImages of(Question question) {
        List<RequestImage> images = new ArrayList<>();
        question.messages().stream()
                .flatMap(message -> message.parts().stream())
                .filter(Part.Image.class::isInstance)
                .map(Part.Image.class::cast)
                .forEach(image -> images.add(RequestImage.of("image-" + (images.size() + 1), image.content())));
        return new SessionImages(images);
    }

    /** What stands in a prompt in the place of the next image. */
    static String note(int index, String mediaType) {
        return "[images[" + index + "], " + mediaType + ": llm_query(\"...\", images=[images[" + index
                + "]]) asks about it]";
    }

    /** {@return the same with a place for each image, as a child session reads it behind its question} */
    String notes() {
        return IntStream.range(0, all.size())
                .mapToObj(index -> note(index, all.get(index).mediaType()))
                .collect(Collectors.joining("\n"));
    }

    /**
     * The images that a question names, each once.
     *
     * @throws PythonException a ValueError when there is none of a name
     */
    SessionImages named(List<String> names) {
        return new SessionImages(names.stream().distinct().map(this::named).toList());
    }

    private RequestImage named(String name) {
        return all.stream()
                .filter(image -> image.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new PythonException(
                        PythonException.Type.VALUE_ERROR,
                        "there is no image '" + name + "'; there are "
                                + all.stream().map(RequestImage::name).toList()));
    }

    /**
     * Refuses a model that takes no images, and images that are too much for one call.
     *
     * @param allowed what else may be asked
     * @throws PythonException a ValueError that names the models that take them
     */
    void check(String model, List<String> allowed, Models models) {
        String tooMuch = tooMuch(all.stream().map(RequestImage::content));
        if (tooMuch != null) {
            throw new PythonException(PythonException.Type.VALUE_ERROR, tooMuch + ": ask about fewer images in a call");
        }
        if (all.isEmpty() || models.facts(model).takesImages()) {
            return;
        }
        List<String> others = allowed.stream()
                .filter(other -> models.facts(other).takesImages())
                .toList();
        throw new PythonException(
                PythonException.Type.VALUE_ERROR,
                "the model '" + model + "' takes no images; "
                        + (others.isEmpty()
                                ? "no model of this session does"
                                : "model= can be " + String.join(", ", others)));
    }

    /** {@return why these are too much for one call to a model, or null when they are not} */
    static @Nullable String tooMuch(Stream<Content> images) {
        long bytes = images.mapToLong(image -> image instanceof Content.ImageData data ? data.bytes() : 0)
                .sum();
        return bytes <= MOST_BYTES
                ? null
                : String.format(
                        Locale.ROOT,
                        "the images have %,d bytes together, one call to a model takes %,d",
                        bytes,
                        MOST_BYTES);
    }

    /** {@return a prompt with the images behind the text of its last message} */
    List<Message> attached(List<Message> prompt) {
        if (all.isEmpty()) {
            return prompt;
        }
        Message last = prompt.getLast();
        List<Content> parts = new ArrayList<>(last.parts());
        all.forEach(image -> parts.add(image.content()));
        List<Message> messages = new ArrayList<>(prompt.subList(0, prompt.size() - 1));
        messages.add(new Message(last.role(), parts));
        return messages;
    }

    /** {@return what the journal holds of the images behind a prompt; empty for none} */
    String references() {
        return all.stream().map(image -> "\n" + image.reference()).collect(Collectors.joining());
    }
}
