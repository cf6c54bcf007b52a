package io.rlmgateway.upstream.openai;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Walks through a JSON text once and notes what shall stand in other words. What is not noted keeps its bytes: numbers,
 * escapes, blanks, order. The text must be UTF-8. All methods throw {@link JacksonException} for what is no JSON.
 */
final class JsonEditor implements AutoCloseable {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final byte[] text;
    private final int offset;
    private final int length;
    private final JsonParser parser;
    private final List<Edit> edits = new ArrayList<>();

    /** What stands in place of some bytes. */
    private record Edit(int from, int to, ByteBuffer by) {}

    /** Says what becomes of the members of an object. */
    interface Members {

        /**
         * Deals with a member, whose value has just begun.
         *
         * @param name its name
         * @return true when the member stays, in which case its value has been walked through; false to take it out
         */
        boolean keep(String name);
    }

    /**
     * An editor before the text's first token.
     *
     * @param text holds the text
     * @param offset where it begins
     * @param length its bytes
     */
    JsonEditor(byte[] text, int offset, int length) {
        this.text = text;
        this.offset = offset;
        this.length = length;
        this.parser = JSON.createParser(ObjectReadContext.empty(), text, offset, length);
    }

    /** {@return the next token, to which this goes, or null at the end} */
    @Nullable
    JsonToken next() {
        return parser.nextToken();
    }

    /** {@return whether this is the current token} */
    boolean at(JsonToken token) {
        return parser.currentToken() == token;
    }

    /** {@return the current string, decoded} */
    String string() {
        return parser.getString();
    }

    /** {@return the current number as a whole one; 0 for what is none} */
    long number() {
        return parser.currentToken().isNumeric() ? parser.getValueAsLong() : 0;
    }

    /** {@return the length in bytes of the current value, past which this walks} */
    int skip() {
        int start = start();
        parser.skipChildren();
        return end() - start;
    }

    /** Puts other words in place of the current value, and walks past it. */
    void replace(byte[] by) {
        int start = start();
        parser.skipChildren();
        edits.add(new Edit(start, end(), ByteBuffer.wrap(by)));
    }

    /**
     * Puts other words in place of a value that has just been walked through.
     *
     * @param start where it begins
     */
    void replaceSince(int start, byte[] by) {
        edits.add(new Edit(start, end(), ByteBuffer.wrap(by)));
    }

    /** Inserts bytes behind the bracket that opens the current value. */
    void insertInside(byte[] inserted) {
        edits.add(new Edit(end(), end(), ByteBuffer.wrap(inserted)));
    }

    /**
     * Walks through the current value, which is an array.
     *
     * @param each walks through an element whose first token is the current one
     * @return how many elements there are
     */
    int array(Runnable each) {
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            each.run();
            count++;
        }
        return count;
    }

    /**
     * Walks through the current value, which is an object.
     *
     * @param members what becomes of each of its members
     * @return where it ends, to add members there
     */
    Ending object(Members members) {
        Ending ending = new Ending(end());
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            int nameStart = start();
            String name = parser.currentName();
            parser.nextToken();
            int edited = edits.size();
            boolean kept = members.keep(name);
            if (!kept) {
                parser.skipChildren();
                edits.subList(edited, edits.size()).clear();
            }
            ending.passed(nameStart, end(), kept, edited);
        }
        ending.close();
        return ending;
    }

    /** {@return the text with all that was noted, in pieces that share its bytes} */
    List<ByteBuffer> pieces() {
        if (edits.isEmpty()) {
            return List.of(ByteBuffer.wrap(text, offset, length));
        }
        edits.sort(Comparator.comparingInt(Edit::from));
        List<ByteBuffer> pieces = new ArrayList<>(2 * edits.size() + 1);
        int passed = offset;
        for (Edit edit : edits) {
            add(pieces, text, passed, edit.from);
            if (edit.by.hasRemaining()) {
                pieces.add(edit.by);
            }
            passed = Math.max(passed, edit.to);
        }
        add(pieces, text, passed, offset + length);
        return pieces;
    }

    @Override
    public void close() {
        parser.close();
    }

    private static void add(List<ByteBuffer> pieces, byte[] bytes, int from, int to) {
        if (to > from) {
            pieces.add(ByteBuffer.wrap(bytes, from, to - from));
        }
    }

    /** {@return where the current token begins} */
    int start() {
        return offset + (int) parser.currentTokenLocation().getByteOffset();
    }

    private int end() {
        parser.finishToken();
        return offset + (int) parser.currentLocation().getByteOffset();
    }

    /** Where an object ends, and the commas between the members that stay. */
    final class Ending {

        private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

        /** Behind the last member that stays, or behind the opening brace. */
        private int last;

        private boolean empty = true;

        /** Where members before the first that stays begin, or -1. */
        private int removedFrom = -1;

        private int removedTo;

        private Ending(int opened) {
            this.last = opened;
        }

        /**
         * Adds a member at the end.
         *
         * @param member as {@code "name":value}
         */
        void add(String member) {
            String inserted = empty ? member : "," + member;
            edits.add(new Edit(last, last, ByteBuffer.wrap(inserted.getBytes(StandardCharsets.UTF_8))));
            empty = false;
        }

        private void passed(int start, int end, boolean kept, int edited) {
            if (kept) {
                if (removedFrom >= 0) {
                    edits.add(edited, new Edit(removedFrom, start, NOTHING));
                    removedFrom = -1;
                }
                last = end;
                empty = false;
                removedTo = end;
            } else if (empty) {
                removedFrom = removedFrom < 0 ? start : removedFrom;
                removedTo = end;
            } else {
                // with the comma before it
                edits.add(new Edit(removedTo, end, NOTHING));
                removedTo = end;
            }
        }

        private void close() {
            if (removedFrom >= 0) {
                edits.add(new Edit(removedFrom, removedTo, NOTHING));
            }
        }
    }
}
