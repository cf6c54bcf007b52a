package io.rlmgateway.document.extraction;

import io.rlmgateway.document.TextExtractor.Source;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.exception.ZeroByteFileException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.epub.EpubParser;
import org.xml.sax.SAXException;

/** The reading of one document, from its bytes to the last frame. */
final class Reading {

    private static final int BUFFER = 64 * 1024;

    private final FrameOutput output;
    private final ReadingLimits limits;
    private final Runnable halt;
    private final SectionText text;
    private final XhtmlText xhtml;

    /**
     * Begins.
     *
     * @param answer where the frames go
     * @param halt ends the process: parsers go on whatever is thrown through them
     */
    Reading(OutputStream answer, ReadingLimits limits, Runnable halt) {
        this.output = new FrameOutput(new BufferedOutputStream(answer, BUFFER));
        this.limits = limits;
        this.halt = halt;
        this.text = new SectionText(output, limits.maxCharacters(), () -> stop(Outcome.TOO_LONG));
        this.xhtml = new XhtmlText(text);
    }

    private void stop(Outcome outcome) {
        try {
            output.end(outcome, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        halt.run();
    }

    void read(Path document, Source source) throws IOException {
        EpubParser books = new EpubParser();
        books.setContentParser(new BookPartParser(books.getContentParser(), text));
        DocumentParser parser = new DocumentParser(limits, books);
        ParseContext context = parser.context();
        context.set(
                EmbeddedDocumentExtractor.class,
                new EntryText(parser, text, xhtml, new EntryText.Stopping(limits, this::stop), context));
        Outcome outcome = outcome(parser, document, metadata(source), context);
        if (outcome == Outcome.READ) {
            text.end();
        }
        output.end(outcome, outcome == Outcome.READ ? text.remark() : "");
    }

    private static Metadata metadata(Source source) {
        Metadata metadata = new Metadata();
        if (source == Source.MAIL) {
            metadata.set(TikaCoreProperties.CONTENT_TYPE_PARSER_OVERRIDE, "message/rfc822");
        }
        return metadata;
    }

    private Outcome outcome(DocumentParser parser, Path document, Metadata metadata, ParseContext context)
            throws IOException {
        xhtml.begin(metadata);
        try (TikaInputStream bytes = TikaInputStream.get(document)) {
            if (metadata.get(TikaCoreProperties.CONTENT_TYPE_PARSER_OVERRIDE) == null
                    && !parser.reads(parser.detect(bytes, metadata))) {
                return Outcome.UNSUPPORTED;
            }
            parser.parse(bytes, xhtml, metadata, context);
            xhtml.finish();
            return text.holdsText() ? Outcome.READ : withoutText(metadata);
        } catch (ZeroByteFileException e) {
            return Outcome.EMPTY;
        } catch (EncryptedDocumentException e) {
            return Outcome.ENCRYPTED;
        } catch (TikaException | SAXException e) {
            return failed(e);
        } catch (StackOverflowError e) {
            return Outcome.BROKEN;
        }
    }

    private static Outcome failed(Exception failure) {
        if (DocumentParser.isBomb(failure)) {
            return Outcome.EXPANDS;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EncryptedDocumentException
                    || cause instanceof org.apache.poi.EncryptedDocumentException) {
                return Outcome.ENCRYPTED;
            }
        }
        return Outcome.BROKEN;
    }

    private static Outcome withoutText(Metadata metadata) {
        MediaType type = MediaType.parse(metadata.get(Metadata.CONTENT_TYPE));
        return type != null && type.getSubtype().equals("zip") ? Outcome.NO_ENTRIES : Outcome.EMPTY;
    }
}
