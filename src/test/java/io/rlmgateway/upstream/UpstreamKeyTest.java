package io.rlmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

class UpstreamKeyTest {

    @TempDir
    private Path folder;

    @Test
    void keyOfAFileIsReadAgainWhenTheFileChanges() throws IOException {
        Path file = written("first-key\n", 1);
        UpstreamKey key = UpstreamKey.in(file);
        assertThat(key.value()).isEqualTo("first-key");

        written("other-key\n", 2);

        assertThat(key.value()).isEqualTo("other-key");
        assertThat(key.hiddenIn("first-key or other-key")).isEqualTo("[key] or [key]");
        assertThat(key).hasToString("[key]");
    }

    @Test
    void keyServesOnWhileItsFileIsAway() throws IOException {
        Path file = written("first-key", 1);
        UpstreamKey key = UpstreamKey.in(file);
        Files.delete(file);

        assertThat(key.value()).isEqualTo("first-key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "half a\nkey-4711", "two words", "k\u00e9y"})
    @ExtendWith(OutputCaptureExtension.class)
    void keyServesOnWhileItsFileHoldsNone(String content, CapturedOutput log) throws IOException {
        UpstreamKey key = UpstreamKey.in(written("first-key", 1));

        written(content, 2);

        assertThat(key.value()).isEqualTo("first-key");
        assertThat(key.value()).isEqualTo("first-key");
        assertThat(log).doesNotContain("key-4711").containsOnlyOnce("cannot be read, the former one is used on");
        written("other-key", 3);
        assertThat(key.value()).isEqualTo("other-key");
        assertThat(key.hiddenIn("first-key or other-key")).isEqualTo("[key] or [key]");
    }

    @Test
    void fileGoesBeforeTheSetting() throws IOException {
        Path file = written("of-the-file", 1);

        assertThat(of(file).key("mine", settings("of-the-setting")).value()).isEqualTo("of-the-file");
        assertThat(of(null).key("mine", settings(" of-the-setting\n")).value()).isEqualTo("of-the-setting");
    }

    @Test
    void fileThatIsMissingAndKeyThatNoHeaderCarriesEndTheStart() {
        assertThatThrownBy(() -> of(folder.resolve("none")).key("mine", settings("")))
                .isInstanceOf(UnusableUpstreamException.class)
                .hasMessageContaining("rlm.upstreams.mine");
        assertThatThrownBy(() -> of(null).key("mine", settings("two words")))
                .isInstanceOf(UnusableUpstreamException.class)
                .hasMessageNotContaining("two words");
    }

    @Test
    void settingsOfAConnectionShowNoValues() {
        assertThat(new ConnectionProperties.OfUpstream(null, "k", Map.of("X-Secret", "hush"), Map.of("q", "hush")))
                .hasToString("OfUpstream[headers=[X-Secret], query=[q]]");
    }

    private Path written(String content, int second) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), content);
        return Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(second)));
    }

    private static ConnectionProperties of(@Nullable Path file) {
        return new ConnectionProperties(
                Map.of("mine", new ConnectionProperties.OfUpstream(file, null, Map.of(), Map.of())));
    }

    private static UpstreamProperties settings(String key) {
        return new UpstreamProperties("openai", null, key, 1, 1, 0, Duration.ofSeconds(1), Duration.ZERO);
    }
}
