package io.rlmgateway.document.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.document.TextExtractor.Source;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The text of each kind of document, as Python and the models get it. */
class FormatsTest {

    @TempDir
    Path folder = Path.of("");

    private ReadDocument read(byte[] bytes) {
        return ReadDocument.of(folder, bytes);
    }

    @Test
    void pdfIsReadPageByPage() {
        ReadDocument pdf = read(SampleDocuments.pdf(3, page -> page == 2 ? "" : "Text of page " + page + "\nand more"));
        assertThat(pdf.text()).isEqualTo("""
                === page 1 ===

                Text of page 1
                and more

                === page 2 ===

                === page 3 ===

                Text of page 3
                and more

                """);
        assertThat(pdf.labels()).containsExactly("page 1", "page 2", "page 3");
        assertThat(pdf.textOf(pdf.sections().getLast()))
                .startsWith("=== page 3")
                .endsWith("and more\n\n");
        assertThat(pdf.remark()).startsWith("1 of 3 pages hold no text");
    }

    @Test
    void pdfThatAnybodyMayOpenIsReadThoughItIsEncrypted() {
        assertThat(read(SampleDocuments.encryptedPdf("")).text()).contains("The secret is 42.");
    }

    @Test
    void wordDocumentHasHeadingsParagraphsAndTables() {
        String[][] table = {{"fruit", "price"}, {"", "3"}, {"pear", ""}};
        assertThat(read(SampleDocuments.docx("Installation", "Größe 𝔘 matters.", table))
                        .text())
                .isEqualTo("""
                # Installation

                Größe 𝔘 matters.

                fruit | price
                | 3
                pear
                """);
    }

    @Test
    void presentationIsReadSlideBySlide() {
        ReadDocument pptx = read(SampleDocuments.pptx("Welcome", "Numbers"));
        assertThat(pptx.text()).isEqualTo("=== slide 1 ===\n\nWelcome\n\n=== slide 2 ===\n\nNumbers\n\n");
        assertThat(pptx.labels()).containsExactly("slide 1", "slide 2");
    }

    @Test
    void workbookIsReadSheetBySheet() {
        ReadDocument xlsx = read(SampleDocuments.xlsx(Map.of(
                "Prices", new String[][] {{"thing", "price"}, {"apple", "3"}}, "Stock", new String[][] {{"a", "", "c"}
                })));
        assertThat(xlsx.text())
                .isEqualTo("=== sheet Prices ===\n\nthing | price\napple | 3\n\n=== sheet Stock ===\n\na | | c\n\n");
        assertThat(xlsx.labels()).containsExactly("sheet Prices", "sheet Stock");
    }

    @Test
    void openDocumentHasHeadingsAndTables() {
        byte[] odt = SampleDocuments.odt(SampleDocuments.odtBody("""
                <text:h text:outline-level="2">Top</text:h><text:p>Some text</text:p>
                <table:table><table:table-row><table:table-cell><text:p>1</text:p></table:table-cell>
                <table:table-cell><text:p>2</text:p></table:table-cell></table:table-row></table:table>"""));
        assertThat(read(odt).text()).isEqualTo("## Top\n\nSome text\n\n1 | 2\n");
    }

    @Test
    void bookIsReadInItsOrderAndItsPartsHaveTheirNames() {
        ReadDocument epub =
                read(SampleDocuments.epub("<h1>The Sea</h1><p>first\n  words</p>", "<h2>The Land</h2><p>more</p>"));
        assertThat(epub.text()).isEqualTo("""
                === part 1 ===

                # The Sea

                first words

                === part 2 ===

                ## The Land

                more

                """);
        assertThat(epub.sections()).extracting(section -> section.name()).containsExactly("The Sea", "The Land");
    }

    @Test
    void richTextIsRead() {
        assertThat(read(SampleDocuments.rtf("Hello {\\b bold} world")).text()).isEqualTo("Hello bold world\n");
    }

    @Test
    void mailHasItsHeaderAndItsAttachments() {
        String mail = """
                From: Ann <ann@example.com>
                To: bob@example.com
                Subject: Offer
                Date: Mon, 2 Mar 2026 10:00:00 +0000
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: text/plain

                Hello Bob,
                the price is 5.
                --b
                Content-Type: text/plain; name=note.txt
                Content-Disposition: attachment; filename=note.txt

                Attached words
                --b--
                """.replace("\n", "\r\n");
        ReadDocument read =
                ReadDocument.of(folder, mail.getBytes(StandardCharsets.UTF_8), Source.MAIL, Extractors.limits());
        assertThat(read.text()).isEqualTo("""
                From: Ann <ann@example.com>
                To: bob@example.com
                Date: 2026-03-02T10:00:00Z
                Subject: Offer

                Hello Bob,
                the price is 5.

                === note.txt ===

                Attached words

                """);
        assertThat(read.labels()).containsExactly("note.txt");
    }

    @Test
    void archiveIsReadFileByFileAndOneThatCannotBeReadStopsNone() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("docs/a.pdf", SampleDocuments.pdf(2, page -> "In the archive " + page));
        files.put("code.py", "def f():\n    return 1\n".getBytes(StandardCharsets.UTF_8));
        files.put("locked.pdf", SampleDocuments.encryptedPdf("x"));
        files.put("picture.bin", new byte[] {1, 2, 3, 0, 0, 1});
        files.put("inner.zip", SampleDocuments.zip(new String[][] {{"page.html", "<h1>Deep</h1><p>some\nwords"}}));
        ReadDocument zip = read(SampleDocuments.zip(files));
        assertThat(zip.text())
                .contains(
                        "=== docs/a.pdf, page 2 ===\n\nIn the archive 2\n",
                        "=== code.py ===\n\ndef f():\n    return 1\n",
                        "=== locked.pdf ===\n\n[protected with a password]\n",
                        "=== inner.zip, page.html ===\n\n# Deep\n\nsome words\n")
                .doesNotContain("picture.bin");
        assertThat(zip.labels())
                .containsExactly("docs/a.pdf", "page 1", "page 2", "code.py", "locked.pdf", "inner.zip", "page.html");
        assertThat(zip.remark()).isEqualTo("Not read: locked.pdf (protected with a password).");
    }
}
