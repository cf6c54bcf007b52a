package io.rlmgateway.document;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.parser.StreamParser;
import org.jspecify.annotations.Nullable;

/**
 * Turns HTML into readable text: headings in Markdown's form, one line a paragraph, list item or table row, cells
 * divided by {@code |}, preformatted text as it is; without scripts and styles. Elements are written and dropped as
 * soon as they are closed, so that memory holds only those that are open.
 */
final class HtmlText {

    private static final Set<String> SKIPPED = Set.of("script", "style", "template", "noscript", "svg", "iframe");
    private static final Set<String> PARAGRAPHS =
            Set.of("p", "pre", "blockquote", "table", "ul", "ol", "dl", "figure", "title", "section", "article");
    private static final Set<String> LINES = Set.of(
            "div",
            "li",
            "tr",
            "dt",
            "dd",
            "br",
            "hr",
            "header",
            "footer",
            "main",
            "nav",
            "aside",
            "form",
            "caption",
            "figcaption",
            "address",
            "details",
            "summary",
            "fieldset",
            "option",
            "body",
            "thead",
            "tbody",
            "tfoot");

    private final TextLines lines;
    private final Set<Element> begun = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<@Nullable Element> rowsWithCells = Collections.newSetFromMap(new IdentityHashMap<>());

    private HtmlText(Writer output) {
        this.lines = new TextLines(output);
    }

    /**
     * Converts a whole document.
     *
     * @param html the document, read to its end
     * @param output where the text goes
     */
    static void write(Reader html, Writer output) throws IOException {
        HtmlText text = new HtmlText(output);
        try (StreamParser parser = new StreamParser(Parser.htmlParser()).parse(html, "")) {
            Iterator<Element> closed = parser.iterator();
            while (closed.hasNext()) {
                text.writeClosed(closed.next());
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        text.lines.end();
    }

    private void writeClosed(Element closed) throws IOException {
        if (isDropped(closed)) {
            return;
        }
        List<Element> path = path(closed);
        for (int i = 0; i < path.size() - 1; i++) {
            begin(path.get(i));
            writeChildrenBefore(path.get(i), path.get(i + 1));
        }
        begin(closed);
        finish(closed);
        closed.remove();
    }

    /** Whether it lies in something that was already written and dropped as a whole. */
    private static boolean isDropped(Element element) {
        return element.ownerDocument() == null;
    }

    private static List<Element> path(Element element) {
        List<Element> path = new ArrayList<>();
        for (Element step = element; step != null; step = step.parent()) {
            path.add(step);
        }
        return path.reversed();
    }

    private void writeChildrenBefore(Element parent, Element next) throws IOException {
        while (!parent.childNode(0).equals(next)) {
            Node child = parent.childNode(0);
            writeWhole(child);
            child.remove();
        }
    }

    private void writeWhole(Node node) throws IOException {
        if (node instanceof TextNode text) {
            writeText(text);
        } else if (node instanceof Element element) {
            begin(element);
            finish(element);
        }
    }

    private void finish(Element element) throws IOException {
        while (element.childNodeSize() > 0) {
            Node child = element.childNode(0);
            writeWhole(child);
            child.remove();
        }
        begun.remove(element);
        rowsWithCells.remove(element);
        lines.breakLine(feeds(element));
    }

    private void begin(Element element) throws IOException {
        if (!begun.add(element)) {
            return;
        }
        lines.breakLine(feeds(element));
        String name = element.normalName();
        if (isHeading(name)) {
            lines.verbatim("#".repeat(name.charAt(1) - '0'));
            lines.text(" ");
        } else if (name.equals("li")) {
            lines.verbatim("-");
            lines.text(" ");
        } else if (isCell(name) && !rowsWithCells.add(element.parent())) {
            lines.text(" | ");
        }
    }

    private void writeText(TextNode text) throws IOException {
        boolean preformatted = false;
        for (Node step = text.parent(); step != null; step = step.parent()) {
            if (SKIPPED.contains(step.normalName())) {
                return;
            }
            preformatted |= step.normalName().equals("pre");
        }
        if (preformatted) {
            lines.verbatim(text.getWholeText());
        } else {
            lines.text(text.getWholeText());
        }
    }

    private static int feeds(Element element) {
        String name = element.normalName();
        if (PARAGRAPHS.contains(name) || isHeading(name)) {
            return 2;
        }
        return LINES.contains(name) ? 1 : 0;
    }

    private static boolean isHeading(String name) {
        return name.length() == 2 && name.charAt(0) == 'h' && name.charAt(1) >= '1' && name.charAt(1) <= '6';
    }

    private static boolean isCell(String name) {
        return name.equals("td") || name.equals("th");
    }
}
