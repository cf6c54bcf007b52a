package io.rlmgateway.document.extraction;

import io.rlmgateway.document.Section;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.apache.tika.exception.TikaException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/** Reads the parts of an electronic book, which come in the order of reading, each as a section. */
final class BookPartParser implements Parser {

    private static final long serialVersionUID = 1L;

    private final transient Parser parser;
    private final transient SectionText text;

    BookPartParser(Parser parser, SectionText text) {
        this.parser = parser;
        this.text = text;
    }

    @Override
    public Set<MediaType> getSupportedTypes(ParseContext context) {
        return parser.getSupportedTypes(context);
    }

    @Override
    public void parse(InputStream stream, ContentHandler handler, Metadata metadata, ParseContext context)
            throws IOException, SAXException, TikaException {
        int outside = text.depth();
        text.open(Section.Kind.PART, "");
        try {
            parser.parse(stream, handler, metadata, context);
        } finally {
            text.closeTo(outside);
        }
    }
}
