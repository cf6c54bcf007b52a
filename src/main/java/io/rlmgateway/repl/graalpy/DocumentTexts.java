package io.rlmgateway.repl.graalpy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The texts of documents: one copy however many sessions read it, and none when nobody does. */
final class DocumentTexts {

    private final Cache<Path, String> texts = Caffeine.newBuilder().weakValues().build();

    /**
     * A document's text.
     *
     * @param file UTF-8
     */
    String text(Path file) {
        return texts.get(file, DocumentTexts::read);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
