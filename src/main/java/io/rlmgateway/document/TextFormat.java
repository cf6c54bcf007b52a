package io.rlmgateway.document;

/** How bytes are read as text. */
enum TextFormat {
    /** As they are, whatever the character set. */
    VERBATIM(ContentPart.TEXT, ContentPart.INDEX),
    /** As HTML: without tags, one block a line. */
    HTML(ContentPart.HTML_TEXT, ContentPart.HTML_INDEX),
    /** As the document or archive that they are, by a {@link TextExtractor}. */
    DOCUMENT(ContentPart.DOCUMENT_TEXT, ContentPart.DOCUMENT_INDEX),
    /** As an e-mail, by a {@link TextExtractor}. */
    MAIL(ContentPart.MAIL_TEXT, ContentPart.MAIL_INDEX);

    private final ContentPart text;
    private final ContentPart index;

    TextFormat(ContentPart text, ContentPart index) {
        this.text = text;
        this.index = index;
    }

    /** {@return whether reading takes a {@link TextExtractor}} */
    boolean needsExtractor() {
        return this == DOCUMENT || this == MAIL;
    }

    ContentPart text() {
        return text;
    }

    ContentPart index() {
        return index;
    }
}
