package io.rlmgateway.document.extraction;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFStyle;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTStyle;

/** Small real documents of each kind, made by the libraries that write them. */
public final class SampleDocuments {

    private static final int MARGIN = 50;
    private static final int TOP = 740;

    private SampleDocuments() {}

    /** A PDF whose pages hold these lines, by the page's number from 1. */
    public static byte[] pdf(int pages, IntFunction<String> text) {
        return bytes(output -> {
            try (PDDocument document = pdfDocument(pages, text)) {
                document.save(output);
            }
        });
    }

    static byte[] encryptedPdf(String userPassword) {
        return bytes(output -> {
            try (PDDocument document = pdfDocument(1, page -> "The secret is 42.")) {
                document.protect(new StandardProtectionPolicy("owner", userPassword, new AccessPermission()));
                document.save(output);
            }
        });
    }

    private static PDDocument pdfDocument(int pages, IntFunction<String> text) throws IOException {
        PDDocument document = new PDDocument();
        PDType1Font font = new PDType1Font(Standard14Fonts.FontName.HELVETICA);
        for (int number = 1; number <= pages; number++) {
            PDPage page = new PDPage();
            document.addPage(page);
            String words = text.apply(number);
            if (words.isEmpty()) {
                continue;
            }
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.beginText();
                content.setFont(font, 11);
                content.setLeading(14);
                content.newLineAtOffset(MARGIN, TOP);
                for (String line : words.split("\n", -1)) {
                    content.showText(line);
                    content.newLine();
                }
                content.endText();
            }
        }
        return document;
    }

    /** A Word document: a heading, a paragraph, a table. */
    public static byte[] docx(String heading, String paragraph, String[][] table) {
        return bytes(output -> {
            try (XWPFDocument document = new XWPFDocument()) {
                CTStyle style = CTStyle.Factory.newInstance();
                style.setStyleId("Heading1");
                style.addNewName().setVal("heading 1");
                document.createStyles().addStyle(new XWPFStyle(style));
                XWPFParagraph title = document.createParagraph();
                title.setStyle("Heading1");
                title.createRun().setText(heading);
                document.createParagraph().createRun().setText(paragraph);
                XWPFTable cells = document.createTable(table.length, table[0].length);
                for (int row = 0; row < table.length; row++) {
                    for (int column = 0; column < table[row].length; column++) {
                        cells.getRow(row).getCell(column).setText(table[row][column]);
                    }
                }
                document.write(output);
            }
        });
    }

    static byte[] encryptedDocx() {
        return bytes(output -> {
            try (POIFSFileSystem container = new POIFSFileSystem()) {
                Encryptor encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
                encryptor.confirmPassword("secret");
                try (OutputStream encrypted = encryptor.getDataStream(container)) {
                    encrypted.write(docx("Title", "Text", new String[][] {{"a"}}));
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException(e);
                }
                container.writeFilesystem(output);
            }
        });
    }

    static byte[] pptx(String... slides) {
        return bytes(output -> {
            try (XMLSlideShow show = new XMLSlideShow()) {
                for (String text : slides) {
                    show.createSlide().createTextBox().setText(text);
                }
                show.write(output);
            }
        });
    }

    /** A workbook, its sheets by name. */
    public static byte[] xlsx(Map<String, String[][]> sheets) {
        return bytes(output -> {
            try (XSSFWorkbook workbook = new XSSFWorkbook()) {
                new TreeMap<>(sheets).forEach((name, rows) -> {
                    XSSFSheet sheet = workbook.createSheet(name);
                    for (int row = 0; row < rows.length; row++) {
                        XSSFRow cells = sheet.createRow(row);
                        for (int column = 0; column < rows[row].length; column++) {
                            cells.createCell(column).setCellValue(rows[row][column]);
                        }
                    }
                });
                workbook.write(output);
            }
        });
    }

    static byte[] odt(String content) {
        return zip(new String[][] {
            {"mimetype", "application/vnd.oasis.opendocument.text"},
            {"content.xml", """
                <?xml version="1.0" encoding="UTF-8"?>%s
                """.formatted(content)},
            {"META-INF/manifest.xml", """
                <?xml version="1.0" encoding="UTF-8"?>
                <manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
                <manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>
                </manifest:manifest>
                """}
        });
    }

    static String odtBody(String body) {
        return """
                <office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
                 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
                 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">
                <office:body><office:text>%s</office:text></office:body></office:document-content>
                """.formatted(body);
    }

    /** A book whose parts are these bodies of XHTML; they are stored in another order than they are read. */
    static byte[] epub(String... bodies) {
        StringBuilder manifest = new StringBuilder();
        StringBuilder spine = new StringBuilder();
        String[][] files = new String[bodies.length + 3][];
        files[0] = new String[] {"mimetype", "application/epub+zip"};
        files[1] = new String[] {"META-INF/container.xml", """
                <?xml version="1.0"?>
                <container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
                <rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>
                """};
        for (int i = 0; i < bodies.length; i++) {
            manifest.append(
                    "<item id=\"p%d\" href=\"part%d.xhtml\" media-type=\"application/xhtml+xml\"/>".formatted(i, i));
            spine.append("<itemref idref=\"p%d\"/>".formatted(i));
            files[bodies.length + 2 - i] = new String[] {"OPS/part" + i + ".xhtml", """
                <?xml version="1.0"?>
                <html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body>%s</body></html>
                """.formatted(bodies[i])};
        }
        files[2] = new String[] {"OPS/book.opf", """
                <?xml version="1.0"?>
                <package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
                <metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Book</dc:title>
                <dc:identifier id="id">1</dc:identifier></metadata>
                <manifest>%s</manifest><spine>%s</spine></package>
                """.formatted(manifest, spine)};
        return zip(files);
    }

    static byte[] rtf(String text) {
        return ("{\\rtf1\\ansi\\deff0 {\\fonttbl {\\f0 Times New Roman;}}\\f0\\fs24 " + text + "\\par}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] zip(String[][] files) {
        return bytes(output -> {
            try (ZipOutputStream archive = new ZipOutputStream(output)) {
                for (String[] file : files) {
                    archive.putNextEntry(new ZipEntry(file[0]));
                    archive.write(file[1].getBytes(StandardCharsets.UTF_8));
                }
            }
        });
    }

    /** An archive of these files, in this order. */
    public static byte[] zip(Map<String, byte[]> files) {
        return bytes(output -> {
            try (ZipOutputStream archive = new ZipOutputStream(output)) {
                for (Map.Entry<String, byte[]> file : files.entrySet()) {
                    archive.putNextEntry(new ZipEntry(file.getKey()));
                    archive.write(file.getValue());
                }
            }
        });
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            writing.to(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return output.toByteArray();
    }

    private interface Writing {
        void to(OutputStream output) throws IOException;
    }
}
