package io.rlmgateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The recorded model-written cells, fenced again in several ways, come back as they were. */
@Tag("corpus")
class CodeBlocksTest {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void recordedBlocksComeBackAsTheyWere() throws IOException {
        List<String> blocks = blocks();
        assertThat(blocks).hasSizeGreaterThan(500);
        for (String code : blocks) {
            String text = code.replace("\r\n", "\n");
            assertThat(read("Look.\n```repl\n" + text + "\n```\nSo.", text)).containsExactly(text);
            assertThat(read("```python\r\n" + text.replace("\n", "\r\n") + "\r\n```", text))
                    .containsExactly(text);
            assertThat(read("```repl\n" + text + "\n```\n```", text)).containsExactly(text);
            assertThat(read("```repl\n" + text, text)).containsExactly(text);
        }
    }

    @Test
    void indentedBlocksComeBackWithoutTheIndentation() throws IOException {
        for (String code : blocks()) {
            String text = code.replace("\r\n", "\n");
            String indented = text.replaceAll("(?m)^(?=.)", "   ");
            assertThat(read("- so\n   ```repl\n" + indented + "\n   ```", text)).containsExactly(text);
        }
    }

    private static List<String> read(String text, String whole) {
        return ModelTextReader.read(text, false, whole::equals).cells();
    }

    private static List<String> blocks() throws IOException {
        Path file = Path.of(System.getProperty("corpus", "../shared"), "corpus/trajectories/code-blocks.jsonl");
        return Files.readAllLines(file).stream()
                .map(JSON::readTree)
                .filter(node -> node.get("parses").booleanValue())
                .map(node -> node.get("code").stringValue())
                .filter(code -> !code.isBlank() && !Character.isWhitespace(code.charAt(0)))
                .toList();
    }
}
