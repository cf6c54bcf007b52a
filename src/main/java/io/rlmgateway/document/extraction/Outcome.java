package io.rlmgateway.document.extraction;

/** How the reading of a document ended, and what its owner is told. */
enum Outcome {
    READ(""),
    EMPTY("The document holds no text. If it was scanned, run text recognition (OCR) over it and upload the result."),
    NO_ENTRIES("The archive holds no file that can be read as text."),
    ENCRYPTED("The document is protected with a password or by rights management; upload it without protection."),
    BROKEN("The document is damaged or incomplete; open it in its application, save it again and upload that."),
    UNSUPPORTED("This kind of file cannot be read. Documents may be PDF, Word, PowerPoint, Excel, OpenDocument, EPUB,"
            + " RTF, HTML, e-mail or plain text, or a ZIP archive of those; convert the file to one of them."),
    EXPANDS("The document grows beyond measure when it is unpacked, as documents made to do harm do; it was not read."),
    TOO_LONG("The document's text is longer than the limit of %d characters"
            + " (rlm.documents.extraction.max-characters); split it, or ask the operator to raise the limit."),
    TOO_MANY_ENTRIES("The archive holds more than %d files (rlm.documents.extraction.max-entries); split it."),
    TOO_DEEP("Archives lie in one another more than %d deep (rlm.documents.extraction.max-nesting); unpack the inner"
            + " ones and upload them by themselves."),
    TOO_LARGE("The document takes more than %d MB of memory to read (rlm.documents.extraction.heap); split it, or ask"
            + " the operator to raise the limit."),
    TOO_SLOW("The document could not be read within %d seconds (rlm.documents.extraction.time); split it, or ask the"
            + " operator to raise the limit."),
    DIED("The document could not be read: the reading of it broke off. Save it in another format and upload that.");

    private final String reason;

    Outcome(String reason) {
        this.reason = reason;
    }

    /** {@return what happened and what to do} */
    String reason(ExtractionProperties limits) {
        return switch (this) {
            case TOO_LONG -> reason.formatted(limits.maxCharacters());
            case TOO_MANY_ENTRIES -> reason.formatted(limits.maxEntries());
            case TOO_DEEP -> reason.formatted(limits.maxNesting());
            case TOO_LARGE -> reason.formatted(limits.heap().toMegabytes());
            case TOO_SLOW -> reason.formatted(limits.time().toSeconds());
            case READ, EMPTY, NO_ENTRIES, ENCRYPTED, BROKEN, UNSUPPORTED, EXPANDS, DIED -> reason;
        };
    }
}
