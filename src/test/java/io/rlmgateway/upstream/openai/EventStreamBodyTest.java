package io.rlmgateway.upstream.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventStreamBodyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ": keep-alive\\n\\n | 1 | false",
                ": OPENROUTER PROCESSING\\r\\n\\r\\n: OPENROUTER PROCESSING\\r\\n\\r\\n | 2 | false",
                "data: {\"a\": \":\"}\\n\\n | 0 | false",
                ": half of a comm | 0 | false",
                ":\\n\\ndata: [DONE]\\n\\n | 1 | true"
            })
    void wholeCommentsAreSignsOfLife(String stream, int comments, boolean complete) throws IOException {
        AtomicInteger seen = new AtomicInteger();
        byte[] bytes = stream.replace("\\r", "\r").replace("\\n", "\n").getBytes(StandardCharsets.UTF_8);

        try (EventStreamBody body = new EventStreamBody(new ByteArrayInputStream(bytes), seen::incrementAndGet)) {
            assertThat(body.readAllBytes()).isEqualTo(bytes);
            assertThat(seen).hasValue(comments);
            assertThat(body.complete()).isEqualTo(complete);
        }
    }
}
