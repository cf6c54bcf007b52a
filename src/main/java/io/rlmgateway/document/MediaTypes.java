package io.rlmgateway.document;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;

/** Finds a file's media type: by the end of its name, else as declared, else plain text. */
final class MediaTypes {

    private static final MediaType MAIL = new MediaType("message", "rfc822");
    private static final Set<String> DOCUMENTS = Set.of("pdf", "rtf", "zip", "epub+zip", "msword");
    private static final List<String> DOCUMENT_FAMILIES =
            List.of("vnd.openxmlformats-officedocument.", "vnd.oasis.opendocument.", "vnd.ms-");

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
                || isDocument(type);
    }

    /** Types that a {@link TextExtractor} reads. */
    private static boolean isDocument(MediaType type) {
        String subtype = type.getSubtype();
        return type.equals(MAIL)
                || (type.getType().equals("application")
                        && (DOCUMENTS.contains(subtype)
                                || DOCUMENT_FAMILIES.stream().anyMatch(subtype::startsWith)));
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

    /**
     * How a file is read.
     *
     * @param type its media type
     * @param signature what its first bytes say, or null
     */
    static TextFormat format(MediaType type, @Nullable FileSignature signature) {
        if (signature != null) {
            return signature.isDocument() ? TextFormat.DOCUMENT : TextFormat.VERBATIM;
        }
        if (isDocument(type)) {
            return type.equals(MAIL) ? TextFormat.MAIL : TextFormat.DOCUMENT;
        }
        boolean html = type.equalsTypeAndSubtype(MediaType.TEXT_HTML)
                || type.equalsTypeAndSubtype(MediaType.APPLICATION_XHTML_XML);
        return html ? TextFormat.HTML : TextFormat.VERBATIM;
    }
}
