package io.rlmgateway.document.extraction;

import java.util.ArrayList;
import java.util.List;
import org.apache.tika.metadata.Message;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.jspecify.annotations.Nullable;

/** A document while it is read, the whole or an entry; what is known of it grows meanwhile. */
final class TextSource {

    private final Metadata metadata;
    private boolean begun;

    TextSource(Metadata metadata) {
        this.metadata = metadata;
    }

    private String type() {
        String type = metadata.get(Metadata.CONTENT_TYPE);
        return type == null ? "" : type;
    }

    boolean isPdf() {
        return type().startsWith("application/pdf");
    }

    /** {@return whether its characters are text as it was written, and no markup was} */
    boolean isPlain() {
        String parser = metadata.get(TikaCoreProperties.TIKA_PARSED_BY);
        return parser != null
                && List.of(metadata.getValues(TikaCoreProperties.TIKA_PARSED_BY)).stream()
                        .anyMatch(name -> name.endsWith("TXTParser"));
    }

    /** {@return whether line feeds among its characters end lines, as they do not in HTML} */
    boolean keepsLines() {
        return !type().contains("html") && !type().contains("epub");
    }

    /** {@return the lines that a mail begins with, the first time; none for others} */
    List<String> header() {
        if (begun || !type().startsWith("message/rfc822")) {
            return List.of();
        }
        begun = true;
        List<String> lines = new ArrayList<>();
        add(lines, "From", metadata.getValues(Message.MESSAGE_FROM));
        add(lines, "To", metadata.getValues(Message.MESSAGE_TO));
        add(lines, "Cc", metadata.getValues(Message.MESSAGE_CC));
        add(lines, "Date", single(metadata.get(TikaCoreProperties.CREATED)));
        add(lines, "Subject", single(metadata.get(TikaCoreProperties.SUBJECT)));
        return lines.isEmpty() ? List.of() : List.of(String.join("\n", lines));
    }

    private static String[] single(@Nullable String value) {
        return value == null ? new String[0] : new String[] {value};
    }

    private static void add(List<String> lines, String name, String[] values) {
        String value = String.join(", ", values).replaceAll("\\s+", " ").strip();
        if (!value.isEmpty()) {
            lines.add(name + ": " + value);
        }
    }
}
