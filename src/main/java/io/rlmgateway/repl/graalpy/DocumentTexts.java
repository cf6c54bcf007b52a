package io.rlmgateway.repl.graalpy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.oracle.truffle.api.strings.TruffleString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The texts of documents: one copy however many sessions read it, and none when nobody does. They are strings of Python's
 * own kind, which its contexts keep as they are: each would make its own of a Java string, and a long one at that.
 */
final class DocumentTexts {

    private final Cache<Path, TruffleString> texts =
            Caffeine.newBuilder().weakValues().build();

    /**
     * A document's text.
     *
     * @param file UTF-8
     */
    TruffleString text(Path file) {
        return texts.get(file, DocumentTexts::read);
    }

    private static TruffleString read(Path file) {
        try {
            return TruffleString.fromJavaStringUncached(Files.readString(file), TruffleString.Encoding.UTF_32);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
