package io.rlmgateway.document;

/** What a store keeps of a content. */
public enum ContentPart {
    /** The bytes as they came, a file. */
    ORIGINAL("original"),
    /** Readable text in UTF-8, where it differs from the original, a file. */
    TEXT("text"),
    /** Readable text of the original read as HTML, a file. */
    HTML_TEXT("html-text"),
    /** Search index of the text, a directory. The number grows when the way of indexing changes. */
    INDEX("index-1"),
    /** Search index of the HTML text, a directory. */
    HTML_INDEX("html-index-1"),
    /** Readable text of a document or archive, a file. The number grows when the way of reading changes. */
    DOCUMENT_TEXT("document-text-1"),
    /** Search index of that text, a directory. */
    DOCUMENT_INDEX("document-index-1"),
    /** Readable text of the original read as an e-mail, a file. */
    MAIL_TEXT("mail-text-1"),
    /** Search index of that text, a directory. */
    MAIL_INDEX("mail-index-1");

    private final String key;

    ContentPart(String key) {
        this.key = key;
    }

    /** {@return its name in a store, safe as a file name} */
    public String key() {
        return key;
    }
}
