package io.rlmgateway.document;

/** How bytes are read as text. */
enum TextFormat {
    /** As they are, whatever the character set. */
    VERBATIM(ContentPart.TEXT, ContentPart.INDEX),
    /** As HTML: without tags, one block a line. */
    HTML(ContentPart.HTML_TEXT, ContentPart.HTML_INDEX);

    private final ContentPart text;
    private final ContentPart index;

    TextFormat(ContentPart text, ContentPart index) {
        this.text = text;
        this.index = index;
    }

    ContentPart text() {
        return text;
    }

    ContentPart index() {
        return index;
    }
}
