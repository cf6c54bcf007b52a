package io.rlmgateway.trajectory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Events as JSON; the type names are in every stored journal and must not change. */
class EventJsonTest {

    @Test
    void typeNamesAreThoseOfEveryJournalSoFar() {
        assertThat(Stream.concat(
                                SampleEvents.steps().stream(),
                                Stream.of("ANSWERED", "FAILED", "CANCELLED", "ABANDONED")
                                        .map(SampleEvents::ended))
                        .map(EventJson::type))
                .containsOnly(
                        "opened",
                        "turn_asked",
                        "reply_begun",
                        "model_replied",
                        "cell_started",
                        "cell_ended",
                        "function_called",
                        "sub_call_asked",
                        "sub_call_ended",
                        "sub_call_reused",
                        "returned",
                        "cited",
                        "context_kept",
                        "resumed",
                        "continued",
                        "started_afresh",
                        "answered",
                        "failed",
                        "cancelled",
                        "abandoned");
    }

    @Test
    void lineHoldsTheEventsFieldsBesideItsPlace() {
        RecordedEvent event = new RecordedEvent(
                7, Instant.parse("2026-11-21T09:00:00.5Z"), 2, new Event.CellStarted(1, 3, "'\uD83D'\n"));

        assertThat(EventJson.line(event))
                .isEqualTo("{\"sequence\":7,\"at\":\"2026-11-21T09:00:00.500Z\",\"session\":2,"
                        + "\"type\":\"cell_started\",\"turn\":1,\"cell\":3,\"code\":\"'\\ud83d'\\n\"}");
    }

    @Test
    void largeEventIsDeflatedAndASmallOneIsNot() {
        EventBody large = EventBody.of(new Event.CellStarted(1, 1, "print(1)\n".repeat(10_000)));
        EventBody small = EventBody.of(new Event.CellStarted(1, 1, "print(1)"));

        assertThat(large.deflated()).isTrue();
        assertThat(large.bytes()).hasSizeLessThan(2_000);
        assertThat(small.deflated()).isFalse();
        assertThat(new String(small.bytes(), UTF_8)).isEqualTo("{\"turn\":1,\"cell\":1,\"code\":\"print(1)\"}");
    }

    @Test
    void promptsOfJournalsFromBeforeCutsWereRecordedAreRead() {
        String stored = "{\"turn\":2,\"added\":[{\"role\":\"user\",\"content\":\"Output\"}]}";

        assertThat(EventJson.read("turn_asked", stored.getBytes(UTF_8)))
                .isEqualTo(new Event.TurnAsked(2, null, List.of(new Event.PromptMessage("user", "Output"))));
    }

    @Test
    void usageOfJournalsFromBeforeEstimatesWereMarkedIsRead() {
        String stored =
                "{\"turn\":1,\"text\":\"x\",\"stop\":\"stop\",\"usage\":{\"model\":\"a/b\",\"input\":3,\"cached\":0,"
                        + "\"output\":1,\"reasoning\":0,\"cost_usd\":null},\"millis\":5}";

        assertThat(EventJson.read("model_replied", stored.getBytes(UTF_8)))
                .isEqualTo(new Event.ModelReplied(1, "x", "stop", new Event.Usage("a/b", 3, 0, 1, 0, null), 5));
    }

    @Test
    void typeOfALaterVersionIsNamed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new EventBody("dreamt", false, "{}".getBytes(UTF_8)).event())
                .withMessageContaining("dreamt");
    }

    @Test
    void damagedEventIsSaidToBe() {
        byte[] whole = EventBody.of(new Event.CellStarted(1, 1, "print(1)\n".repeat(10_000)))
                .bytes();

        assertThatIllegalStateException()
                .isThrownBy(() -> new EventBody("cell_started", true, Arrays.copyOf(whole, 40)).event())
                .withMessageContaining("cut short");
        assertThatIllegalStateException()
                .isThrownBy(() -> new EventBody("cell_started", true, "no zlib".getBytes(UTF_8)).event())
                .withMessageContaining("damaged");
    }
}
