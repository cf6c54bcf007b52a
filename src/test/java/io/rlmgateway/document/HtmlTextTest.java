package io.rlmgateway.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class HtmlTextTest {

    @Test
    void structureStaysReadable() throws IOException {
        assertThat(text("""
                <html><head><title>Guide</title><style>p { color: red }</style></head><body>
                <h1>Limits &amp; <em>sizes</em></h1>
                <p>A table has
                   at most <b>1,600</b> columns.</p>
                <ul><li>first</li><li>second <i>item</i></ul>
                <table><tr><th>name<th>value</tr><tr><td>a</td><td>1</td></tr></table>
                <pre>SELECT  1;
                  -- two</pre>
                <script>alert("x")</script>
                line<br>break
                </body></html>""")).isEqualTo("""
                Guide

                # Limits & sizes

                A table has at most 1,600 columns.

                - first
                - second item

                name | value
                a | 1

                SELECT  1;
                  -- two

                line
                break
                """);
    }

    @Test
    void textBetweenBlocksKeepsItsPlace() throws IOException {
        assertThat(text("<div>a<div>b<p>c</p>d</div>e<span>f</span>g</div>h")).isEqualTo("a\nb\n\nc\n\nd\nefg\nh\n");
    }

    @Test
    void brokenMarkupLosesNoText() throws IOException {
        assertThat(text("<p><b>one<p>two</b> three<td>four<li>five <a href='x>y'>six</p>"))
                .containsSubsequence("one", "two", "three", "four", "five", "six");
    }

    @Test
    void aPageWithoutMarkupIsItsText() throws IOException {
        assertThat(text("just words")).isEqualTo("just words\n");
        assertThat(text("")).isEmpty();
    }

    @Test
    void whatScriptlessBrowsersSeeIsLeftOut() throws IOException {
        assertThat(text("<body><noscript><p>turn it on</p></noscript><p>content</p>"))
                .isEqualTo("content\n");
    }

    @Test
    void aHundredThousandParagraphsComeOutInOrder() throws IOException {
        StringBuilder html = new StringBuilder("<body><div>");
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            html.append("<p>paragraph <b>").append(i).append("</b></p>");
            expected.append(i == 0 ? "" : "\n\n").append("paragraph ").append(i);
        }

        assertThat(text(html.toString()).equals(expected + "\n")).isTrue();
    }

    private static String text(String html) throws IOException {
        StringWriter output = new StringWriter();
        HtmlText.write(new StringReader(html), output);
        return output.toString();
    }
}
