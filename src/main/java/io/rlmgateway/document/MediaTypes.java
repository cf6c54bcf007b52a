package io.rlmgateway.document;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;

/** Finds a file's media type: by the end of its name, else as declared, else plain text. */
final class MediaTypes {

    private MediaTypes() {}

    static MediaType of(String name, @Nullable String declared) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".md") || lower.endsWith(".markdown")) {
            return MediaType.TEXT_MARKDOWN;
        }
        return byName(name).or(() -> declared(declared)).orElse(MediaType.TEXT_PLAIN);
    }

    private static Optional<MediaType> byName(String name) {
        return MediaTypeFactory.getMediaType(name).filter(MediaTypes::isText);
    }

    /** Names are ambiguous: {@code .ts} is a video's as well as TypeScript's. */
    private static boolean isText(MediaType type) {
        return type.getType().equals("text")
                || type.getSubtype().endsWith("json")
                || type.getSubtype().endsWith("xml")
                || type.equals(MediaType.APPLICATION_PDF);
    }

    private static Optional<MediaType> declared(@Nullable String declared) {
        try {
            return Optional.ofNullable(declared)
                    .map(MediaType::parseMediaType)
                    .map(type -> new MediaType(type.getType(), type.getSubtype()))
                    .filter(type -> type.isConcrete() && !type.equals(MediaType.APPLICATION_OCTET_STREAM));
        } catch (InvalidMediaTypeException e) {
            return Optional.empty();
        }
    }

    static TextFormat format(MediaType type) {
        boolean html = type.equalsTypeAndSubtype(MediaType.TEXT_HTML)
                || type.equalsTypeAndSubtype(MediaType.APPLICATION_XHTML_XML);
        return html ? TextFormat.HTML : TextFormat.VERBATIM;
    }
}
