package io.rlmgateway.document.extraction;

import io.rlmgateway.document.Section;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Receives what a process sends that read a document. It worked on bytes that may be made to do harm, so nothing of it
 * is believed: whatever breaks the rules is an {@link IOException}.
 */
final class FrameInput {

    private static final int DEEPEST = 100;
    private static final int MOST_SECTIONS = 1_000_000;

    private final DataInputStream input;
    private final OutputStream text;
    private final long mostCharacters;
    private final List<Open> sections = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private long codePoints;

    /**
     * Begins.
     *
     * @param input the frames
     * @param text where the text goes, in valid UTF-8
     * @param mostCharacters code points that it may have
     */
    FrameInput(InputStream input, OutputStream text, long mostCharacters) {
        this.input = new DataInputStream(new BufferedInputStream(input, Frame.LONGEST_TEXT));
        this.text = text;
        this.mostCharacters = mostCharacters;
    }

    /** How it ended. */
    record End(Outcome outcome, String remark) {}

    /**
     * Reads to the last frame.
     *
     * @throws IOException when the process ended before it, or broke the rules
     */
    End read() throws IOException {
        while (true) {
            switch (one(Frame.class)) {
                case TEXT -> takeText();
                case OPEN -> takeSection();
                case NAME -> innermost().name = name();
                case CLOSE -> {
                    innermost().end = codePoints;
                    open.pop();
                }
                case END -> {
                    open.forEach(section -> section.end = codePoints);
                    return new End(one(Outcome.class), line(input.readUTF(), Frame.LONGEST_REMARK));
                }
            }
        }
    }

    private <E extends Enum<E>> E one(Class<E> type) throws IOException {
        try {
            return Enum.valueOf(type, input.readUTF());
        } catch (IllegalArgumentException e) {
            throw new IOException("a value that there is not", e);
        }
    }

    private void takeText() throws IOException {
        int length = input.readInt();
        if (length < 0 || length > Frame.LONGEST_TEXT) {
            throw new IOException("a piece of text of " + length + " bytes");
        }
        // decoded and encoded again: the text is valid UTF-8 whatever came
        String piece = new String(input.readNBytes(length), StandardCharsets.UTF_8);
        codePoints += piece.codePointCount(0, piece.length());
        if (codePoints > mostCharacters) {
            throw new IOException("more text than the limit allows");
        }
        text.write(piece.getBytes(StandardCharsets.UTF_8));
    }

    private void takeSection() throws IOException {
        Section.Kind kind = one(Section.Kind.class);
        int number = input.readInt();
        if (open.size() >= DEEPEST || sections.size() >= MOST_SECTIONS || number < 1) {
            throw new IOException("more sections than a document has");
        }
        Open section = new Open(kind, number, name(), open.size(), codePoints);
        sections.add(section);
        open.push(section);
    }

    private Open innermost() throws IOException {
        Open section = open.peek();
        if (section == null) {
            throw new IOException("a section ends that did not begin");
        }
        return section;
    }

    private String name() throws IOException {
        return line(input.readUTF(), Frame.LONGEST_NAME);
    }

    private static String line(String text, int most) {
        return FrameOutput.shortened(text.replaceAll("\\p{Cntrl}+", " ").strip(), most);
    }

    /** {@return the sections, in order of their starts} */
    List<Section> sections() {
        return sections.stream().map(Open::section).toList();
    }

    /** A section whose end is yet to come. */
    private static final class Open {
        private final Section.Kind kind;
        private final int number;
        private final int level;
        private final long start;
        private String name;
        private long end;

        Open(Section.Kind kind, int number, String name, int level, long start) {
            this.kind = kind;
            this.number = number;
            this.name = name;
            this.level = level;
            this.start = start;
        }

        Section section() {
            return new Section(kind, number, name, level, start, end);
        }
    }
}
