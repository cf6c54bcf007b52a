package io.rlmgateway.document.extraction;

import io.rlmgateway.document.Section;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.io.input.CloseShieldInputStream;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.exception.ZeroByteFileException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TemporaryResources;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.sax.BodyContentHandler;
import org.apache.tika.sax.EmbeddedContentHandler;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/** Reads the files of archives, attachments and embedded documents, each as a section; one that cannot be read stops none. */
final class EntryText implements EmbeddedDocumentExtractor {

    private static final Set<String> NOT_TEXT = Set.of("image", "audio", "video", "font");

    private final DocumentParser parser;
    private final SectionText text;
    private final XhtmlText xhtml;
    private final ReadingLimits limits;
    private final Consumer<Outcome> stop;
    private final ParseContext context;
    private int entries;
    private int depth;

    EntryText(DocumentParser parser, SectionText text, XhtmlText xhtml, Stopping stopping, ParseContext context) {
        this.parser = parser;
        this.text = text;
        this.xhtml = xhtml;
        this.limits = stopping.limits();
        this.stop = stopping.stop();
        this.context = context;
    }

    /**
     * What may not be exceeded.
     *
     * @param limits the limits
     * @param stop ends the reading
     */
    record Stopping(ReadingLimits limits, Consumer<Outcome> stop) {}

    @Override
    public boolean shouldParseEmbedded(Metadata metadata) {
        String kind = metadata.get(TikaCoreProperties.EMBEDDED_RESOURCE_TYPE);
        boolean inline = TikaCoreProperties.EmbeddedResourceType.INLINE
                        .toString()
                        .equals(kind)
                || TikaCoreProperties.EmbeddedResourceType.THUMBNAIL.toString().equals(kind)
                || TikaCoreProperties.EmbeddedResourceType.MACRO.toString().equals(kind);
        String type = String.valueOf(metadata.get(Metadata.CONTENT_TYPE));
        return !inline && NOT_TEXT.stream().noneMatch(none -> type.startsWith(none + "/"));
    }

    @Override
    public void parseEmbedded(InputStream stream, ContentHandler handler, Metadata metadata, boolean asHtml)
            throws SAXException, IOException {
        if (++entries > limits.maxEntries()) {
            stop.accept(Outcome.TOO_MANY_ENTRIES);
        }
        if (++depth > limits.maxNesting()) {
            stop.accept(Outcome.TOO_DEEP);
        }
        try (TemporaryResources files = new TemporaryResources()) {
            TikaInputStream bytes = TikaInputStream.get(CloseShieldInputStream.wrap(stream), files, metadata);
            if (stream instanceof TikaInputStream opened && opened.getOpenContainer() != null) {
                bytes.setOpenContainer(opened.getOpenContainer());
            }
            MediaType type = parser.detect(bytes, metadata);
            if (parser.reads(type)) {
                read(bytes, handler, metadata);
            }
        } finally {
            depth--;
        }
    }

    private void read(TikaInputStream bytes, ContentHandler handler, Metadata metadata)
            throws SAXException, IOException {
        String name = name(metadata);
        int outside = text.depth();
        text.open(Section.Kind.ENTRY, name);
        xhtml.begin(metadata);
        try {
            parser.parse(bytes, new EmbeddedContentHandler(new BodyContentHandler(handler)), metadata, context);
        } catch (ZeroByteFileException e) {
            // nothing to say about an empty file
        } catch (EncryptedDocumentException e) {
            text.leaveOut(name, "protected with a password");
        } catch (TikaException | IOException | SAXException e) {
            text.leaveOut(name, DocumentParser.isBomb(e) ? "grows beyond measure when unpacked" : "damaged");
        } finally {
            xhtml.finish();
            text.closeTo(outside);
        }
    }

    private static String name(Metadata metadata) {
        String path = metadata.get(TikaCoreProperties.INTERNAL_PATH);
        String name = metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY);
        String shown = name == null ? path : name;
        return shown == null ? "" : shown;
    }
}
