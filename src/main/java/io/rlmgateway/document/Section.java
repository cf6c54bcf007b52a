package io.rlmgateway.document;

/**
 * A part of a text that its author numbered or named: a page, a sheet, a file in an archive. Sections lie in one another.
 *
 * @param kind what it is
 * @param number counted from 1 among its siblings of the kind
 * @param name its own name, as a sheet's or a file's; empty for none
 * @param level 0 for the outermost
 * @param start offset of its first code point in the text
 * @param end offset after its last code point
 */
public record Section(Kind kind, int number, String name, int level, long start, long end) {

    /** What a section is. */
    public enum Kind {
        PAGE,
        SLIDE,
        SHEET,
        /** One of the parts that an electronic book is read in, often a chapter. */
        PART,
        /** A file in an archive, or one attached or embedded. */
        ENTRY
    }

    /** {@return what people call it, as {@code page 12} or {@code sheet Prices}} */
    public String label() {
        return switch (kind) {
            case PAGE -> "page " + number;
            case SLIDE -> "slide " + number;
            case PART -> "part " + number;
            case SHEET -> "sheet " + name;
            case ENTRY -> name;
        };
    }

    /** {@return whether a code point lies in it} */
    boolean holds(long offset) {
        return start <= offset && offset < end;
    }
}
