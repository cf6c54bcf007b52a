package io.rlmgateway.document.extraction;

import io.rlmgateway.document.Section;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.apache.tika.metadata.Metadata;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Turns the XHTML that Tika makes of every format into readable text: headings in Markdown's form, one line a table row,
 * cells divided by {@code |}, pages, slides and sheets as sections.
 */
final class XhtmlText extends DefaultHandler {

    private static final Set<String> PARAGRAPHS =
            Set.of("p", "pre", "blockquote", "table", "ul", "ol", "dl", "figure", "title", "section", "article");
    private static final Set<String> LINES = Set.of("div", "li", "tr", "dt", "dd", "br", "hr", "caption");

    private final SectionText text;
    private final Deque<TextSource> sources = new ArrayDeque<>();
    private final Deque<Boolean> divisions = new ArrayDeque<>();
    private final Deque<StringBuilder> rows = new ArrayDeque<>();
    private @Nullable StringBuilder heading;
    private String prefix = "";
    private int slides;
    private int heads;
    private boolean sheetBegins;

    XhtmlText(SectionText text) {
        this.text = text;
    }

    /** A document begins: the whole or an entry. */
    void begin(Metadata metadata) {
        sources.push(new TextSource(metadata));
    }

    /** The document that began last ends. */
    void finish() throws IOException {
        writeHeader();
        sources.pop();
        prefix = "";
        heading = null;
        heads = 0;
        rows.clear();
    }

    private TextSource source() {
        return sources.getFirst();
    }

    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes) throws SAXException {
        try {
            start(localName.isEmpty() ? qName : localName, String.valueOf(attributes.getValue("class")));
        } catch (IOException e) {
            throw new SAXException(e);
        }
    }

    private void start(String name, String kind) throws IOException {
        breakBefore(name);
        if (name.equals("div")) {
            divisions.push(startDivision(kind));
        } else if (isHeading(name)) {
            heading = new StringBuilder();
            prefix = sheetBegins ? "" : "#".repeat(name.charAt(1) - '0') + " ";
        } else if (name.equals("li")) {
            prefix = "- ";
        } else if (name.equals("tr")) {
            rows.push(new StringBuilder());
        } else if (name.equals("head")) {
            heads++;
        } else if (isCell(name)) {
            startCell();
        }
    }

    private void startCell() {
        StringBuilder row = rows.peek();
        if (row != null && !row.isEmpty()) {
            row.append(row.charAt(row.length() - 1) == ' ' ? "| " : " | ");
        } else if (row != null) {
            // so that the next cell is divided from an empty one
            row.append(' ');
        }
    }

    /** {@return whether a section ends with the division} */
    private boolean startDivision(String kind) throws IOException {
        switch (kind) {
            case "page" -> {
                if (!source().isPdf()) {
                    sheetBegins = true;
                    return true;
                }
                text.open(Section.Kind.PAGE, "");
                return true;
            }
            case "sheet" -> {
                sheetBegins = true;
                return true;
            }
            case "slide", "slide-content" -> startSlide(kind);
            default -> {}
        }
        return false;
    }

    /** A slide's notes follow it, so it ends where the next one begins. */
    private void startSlide(String kind) throws IOException {
        if (kind.equals("slide")) {
            slides++;
        } else if (slides > 0) {
            slides--;
            return;
        }
        text.close(Section.Kind.SLIDE);
        text.open(Section.Kind.SLIDE, "");
    }

    @Override
    public void endElement(String uri, String localName, String qName) throws SAXException {
        try {
            end(localName.isEmpty() ? qName : localName);
        } catch (IOException e) {
            throw new SAXException(e);
        }
    }

    private void end(String name) throws IOException {
        if (name.equals("div")) {
            endDivision();
        } else if (isHeading(name)) {
            endHeading();
        } else if (name.equals("tr")) {
            endRow();
        } else if (name.equals("head")) {
            heads = Math.max(0, heads - 1);
        }
        prefix = name.equals("li") ? "" : prefix;
        breakBefore(name);
    }

    private void endDivision() throws IOException {
        if (Boolean.TRUE.equals(divisions.poll())) {
            text.close(source().isPdf() ? Section.Kind.PAGE : Section.Kind.SHEET);
            sheetBegins = false;
        }
    }

    private void endHeading() throws IOException {
        String words = heading == null ? "" : heading.toString().strip();
        heading = null;
        prefix = "";
        if (sheetBegins) {
            sheetBegins = false;
            text.open(Section.Kind.SHEET, words);
        } else {
            text.name(words);
        }
    }

    private void endRow() throws IOException {
        StringBuilder row = rows.poll();
        String line = row == null ? "" : row.toString().replaceAll("[ |]+$", "");
        if (line.isEmpty()) {
            return;
        }
        if (rows.isEmpty()) {
            writeHeader();
            text.verbatim(line.startsWith(" |") ? line.substring(1) : line.stripLeading());
        } else {
            rows.getFirst().append(' ').append(line);
        }
    }

    @Override
    public void characters(char[] characters, int start, int length) throws SAXException {
        try {
            write(String.valueOf(characters, start, length));
        } catch (IOException e) {
            throw new SAXException(e);
        }
    }

    @Override
    public void ignorableWhitespace(char[] characters, int start, int length) {
        if (rows.isEmpty()
                && source().keepsLines()
                && String.valueOf(characters, start, length).contains("\n")) {
            text.breakLine(1);
        }
    }

    private void write(String piece) throws IOException {
        if (heads > 0) {
            return;
        }
        if (heading != null) {
            heading.append(piece);
        }
        if (sheetBegins && heading != null) {
            return;
        }
        if (!rows.isEmpty()) {
            append(rows.getFirst(), piece);
            return;
        }
        writeHeader();
        if (!prefix.isEmpty() && !piece.isBlank()) {
            text.verbatim(prefix);
            prefix = "";
        }
        writeRunning(piece);
    }

    private static void append(StringBuilder row, String piece) {
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            boolean space = Character.isWhitespace(c);
            if (!space) {
                row.append(c);
            } else if (!row.isEmpty() && row.charAt(row.length() - 1) != ' ') {
                row.append(' ');
            }
        }
    }

    private void writeRunning(String piece) throws IOException {
        if (source().isPlain()) {
            text.verbatim(piece);
        } else if (!source().keepsLines()) {
            text.text(piece);
        } else {
            int from = 0;
            for (int feed = piece.indexOf('\n'); feed >= 0; feed = piece.indexOf('\n', from)) {
                text.text(piece.substring(from, feed));
                text.breakLine(1);
                from = feed + 1;
            }
            text.text(piece.substring(from));
        }
    }

    /** The sender, the subject and so on are known only when the first words of a mail come. */
    private void writeHeader() throws IOException {
        for (String line : source().header()) {
            text.breakLine(1);
            text.verbatim(line);
            text.breakLine(2);
        }
    }

    private void breakBefore(String name) {
        if (!rows.isEmpty()) {
            StringBuilder row = rows.getFirst();
            if (PARAGRAPHS.contains(name) || LINES.contains(name)) {
                append(row, " ");
            }
        } else if (PARAGRAPHS.contains(name) || isHeading(name)) {
            text.breakLine(2);
        } else if (LINES.contains(name)) {
            text.breakLine(1);
        }
    }

    private static boolean isHeading(String name) {
        return name.length() == 2 && name.charAt(0) == 'h' && name.charAt(1) >= '1' && name.charAt(1) <= '6';
    }

    private static boolean isCell(String name) {
        return name.equals("td") || name.equals("th");
    }
}
