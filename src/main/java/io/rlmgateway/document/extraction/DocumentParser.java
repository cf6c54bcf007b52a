package io.rlmgateway.document.extraction;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.tika.detect.CompositeDetector;
import org.apache.tika.detect.Detector;
import org.apache.tika.detect.microsoft.POIFSContainerDetector;
import org.apache.tika.detect.zip.DefaultZipContainerDetector;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.mime.MimeTypes;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.AutoDetectParserConfig;
import org.apache.tika.parser.EmptyParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.epub.EpubParser;
import org.apache.tika.parser.html.JSoupParser;
import org.apache.tika.parser.mail.RFC822Parser;
import org.apache.tika.parser.microsoft.OfficeParser;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.microsoft.rtf.RTFParser;
import org.apache.tika.parser.odf.OpenDocumentParser;
import org.apache.tika.parser.pdf.PDFParser;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.apache.tika.parser.pkg.PackageParser;
import org.apache.tika.parser.txt.TXTParser;

/** Tika's parsers of the formats that are read, and no others: named one by one, because what is found by itself is run. */
final class DocumentParser extends AutoDetectParser {

    private static final long serialVersionUID = 1L;
    private static final long RATIO_FROM = 10_000_000;
    private static final int DEEPEST_MARKUP = 1_000;

    DocumentParser(ReadingLimits limits, EpubParser books) {
        super(
                new CompositeDetector(
                        MediaTypeRegistry.getDefaultRegistry(),
                        List.of(
                                MimeTypes.getDefaultMimeTypes(),
                                new DefaultZipContainerDetector(),
                                new POIFSContainerDetector())),
                new PDFParser(),
                new OOXMLParser(),
                new OfficeParser(),
                new OpenDocumentParser(),
                books,
                new RTFParser(),
                new JSoupParser(),
                new RFC822Parser(),
                new PackageParser(),
                new TXTParser());
        AutoDetectParserConfig config = new AutoDetectParserConfig();
        config.setOutputThreshold(RATIO_FROM);
        config.setMaximumCompressionRatio(limits.maxRatio());
        config.setMaximumDepth(DEEPEST_MARKUP);
        config.setMaximumPackageEntryDepth(DEEPEST_MARKUP);
        setAutoDetectParserConfig(config);
    }

    /** {@return what parsers need to know} */
    ParseContext context() {
        ParseContext context = new ParseContext();
        context.set(Parser.class, this);
        context.set(Detector.class, getDetector());
        PDFParserConfig pdf = new PDFParserConfig();
        pdf.setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR);
        pdf.setExtractBookmarksText(false);
        context.set(PDFParserConfig.class, pdf);
        OfficeParserConfig office = new OfficeParserConfig();
        office.setUseSAXDocxExtractor(true);
        office.setUseSAXPptxExtractor(true);
        context.set(OfficeParserConfig.class, office);
        return context;
    }

    /** {@return what an entry is} */
    MediaType detect(TikaInputStream bytes, Metadata metadata) throws IOException {
        return getDetector().detect(bytes, metadata);
    }

    /** {@return whether files of the type hold text} */
    boolean reads(MediaType type) {
        Metadata metadata = new Metadata();
        metadata.set(Metadata.CONTENT_TYPE, type.toString());
        return !type.getType().equals("image") && !(getParser(metadata) instanceof EmptyParser);
    }

    /** {@return whether Tika or POI gave up on a document that grows beyond measure} */
    static boolean isBomb(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("zip bomb")) {
                return true;
            }
        }
        return false;
    }
}
