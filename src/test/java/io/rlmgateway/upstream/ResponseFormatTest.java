package io.rlmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResponseFormatTest {

    @Test
    void schemaIsReadWithItsNameAndStrictness() {
        Map<String, Object> schema = Map.of("type", "object");

        assertThat(format(Map.of(
                        "type",
                        "json_schema",
                        "json_schema",
                        Map.of("name", "when", "strict", true, "schema", schema))))
                .isEqualTo(new ResponseFormat.Schema("when", schema, true));
        assertThat(format(Map.of("type", "json_schema", "json_schema", Map.of("schema", schema))))
                .isEqualTo(new ResponseFormat.Schema("reply", schema, false));
    }

    @Test
    void anObjectIsAnyJson() {
        assertThat(format(Map.of("type", "json_object"))).isEqualTo(new ResponseFormat.Json());
    }

    @Test
    void everythingElseIsText() {
        assertThat(format(Map.of("type", "text"))).isEqualTo(new ResponseFormat.Text());
        assertThat(format("json")).isEqualTo(new ResponseFormat.Text());
        assertThat(ModelOptions.of(1, Duration.ofSeconds(1)).responseFormat()).isEqualTo(new ResponseFormat.Text());
    }

    private static ResponseFormat format(Object value) {
        return new ModelOptions(null, Duration.ofSeconds(1), List.of(), Map.of("response_format", value))
                .responseFormat();
    }
}
