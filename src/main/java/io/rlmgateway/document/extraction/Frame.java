package io.rlmgateway.document.extraction;

/** The messages that come from the process that reads a document, each of them begins with its name as of {@code DataOutput.writeUTF}. */
enum Frame {
    /** A piece of the text: its length in bytes as an int, the bytes in UTF-8, whole characters. */
    TEXT,
    /** A section begins here: its kind, its number as an int, its name. */
    OPEN,
    /** The name of the innermost section, which was not known when it began. */
    NAME,
    /** The innermost section ends here. */
    CLOSE,
    /** The last message: the {@link Outcome}, a remark. */
    END;

    /** Bytes that a piece of text has at most. */
    static final int LONGEST_TEXT = 256 * 1024;

    /** Characters that a name has at most. */
    static final int LONGEST_NAME = 300;

    /** Characters that a remark has at most. */
    static final int LONGEST_REMARK = 600;
}
