package io.rlmgateway.session.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolParameterTest {

    @Test
    void schemasBecomeAnnotationsAndDefaults() {
        assertThat(signature(Map.of("type", "string"), true)).isEqualTo("city: str");
        assertThat(signature(Map.of("type", List.of("integer", "null")), true)).isEqualTo("city: int | None = None");
        assertThat(signature(Map.of("type", "boolean", "default", true), false)).isEqualTo("city: bool = True");
        assertThat(signature(Map.of("default", false), false)).isEqualTo("city=False");
        assertThat(signature(Map.of("type", "unheard-of"), true)).isEqualTo("city");
    }

    @Test
    void textsAreQuotedAsPythonReadsThem() {
        assertThat(signature(Map.of("default", "it's \\ a\nline 😀"), false))
                .isEqualTo("city='it\\'s \\\\ a\\u000aline 😀'");
    }

    @Test
    void descriptionNamesTheValuesThatAreAllowed() {
        assertThat(parameter(Map.of("description", " Where. ", "enum", List.of("a", 1)))
                        .described())
                .isEqualTo("city: Where. One of 'a', 1.");
        assertThat(parameter(Map.of()).described()).isEmpty();
    }

    private static String signature(Map<String, ?> schema, boolean required) {
        return new ToolParameter("city", "city", schema, required).signature();
    }

    private static ToolParameter parameter(Map<String, ?> schema) {
        return new ToolParameter("city", "city", schema, true);
    }
}
