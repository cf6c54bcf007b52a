package io.rlmgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {

    private static final Path PAGE = Path.of("docs/configuration.md");

    @Test
    void pageNamesEverySettingWithItsDefaultAndDescription() throws IOException {
        String made = ConfigurationReference.markdown();
        if (Boolean.getBoolean("rlm.write-docs")) {
            Files.writeString(PAGE, made);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(made);
    }

    @Test
    void everySettingIsDescribed() {
        assertThat(ConfigurationReference.markdown().lines().filter(line -> line.startsWith("| `rlm.")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).doesNotEndWith("|  |"));
    }
}
