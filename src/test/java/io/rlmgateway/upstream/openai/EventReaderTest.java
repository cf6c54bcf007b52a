package io.rlmgateway.upstream.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

    private static final String STREAM = """
            : hello

            retry: 5
            id: 1
            data: {"a":1}



            event: x
            data:{"é":"中"}

            : ping

            data: [
            data:  1]

            datax: no

            data

            data:

            data: [DONE]

            """;

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void eventsAreReadHoweverTheirLinesEndAndTheirBytesAreCut(String lineEnd) {
        byte[] stream = ("\uFEFF" + STREAM).replace("\n", lineEnd).getBytes(StandardCharsets.UTF_8);
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<String> events = new ArrayList<>();
            EventReader reader = reader(1000, events);
            for (int from = 0; from < stream.length; ) {
                int to = Math.min(stream.length, from + 1 + random.nextInt(seed < 10 ? 1 : 40));
                reader.read(ByteBuffer.wrap(stream, from, to - from));
                from = to;
            }
            assertThat(events).containsExactly("{\"a\":1}", "{\"é\":\"中\"}", "[  1]", "[DONE]");
        }
    }

    @Test
    void aLongEventAmongManySmallOnesIsReadWhole() {
        List<String> events = new ArrayList<>();
        EventReader reader = reader(1_000_000, events);
        String large = "x".repeat(300_000);
        byte[] stream = ("data: 1\n\n".repeat(5000) + "data: " + large + "\n\n" + "data: 2\n\n".repeat(5000))
                .getBytes(StandardCharsets.UTF_8);

        for (int from = 0; from < stream.length; from += 16_384) {
            reader.read(ByteBuffer.wrap(stream, from, Math.min(16_384, stream.length - from)));
        }

        assertThat(events).hasSize(10_001).contains(large);
    }

    @Test
    void theLastEventCountsWithoutAnEmptyLine() {
        List<String> events = new ArrayList<>();
        EventReader reader = reader(1000, events);
        reader.read(ByteBuffer.wrap("data: 1\n\ndata: [DONE]".getBytes(StandardCharsets.UTF_8)));
        reader.finish();

        assertThat(events).containsExactly("1", "[DONE]");
    }

    @Test
    void anEventHasABound() {
        EventReader reader = reader(1000, new ArrayList<>());
        reader.read(ByteBuffer.wrap(("data: " + "x".repeat(900)).getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(() -> reader.read(ByteBuffer.wrap(new byte[200])))
                .isInstanceOf(EventReader.OversizedEventException.class);
    }

    private static EventReader reader(int longest, List<String> events) {
        return new EventReader(
                longest,
                (bytes, offset, length) -> events.add(new String(bytes, offset, length, StandardCharsets.UTF_8)));
    }
}
